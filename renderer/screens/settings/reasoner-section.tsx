import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { type KeyKeeper, type KeyState, keyKeeper } from '../../engine/key-keeper.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'

/** Where the language model answers, and whether its key is stored. */
export function ReasonerSection() {
  const app = useApp()
  const { t } = useTranslation('settings')
  const { settings, change } = useStore(app.settings)
  const [url, setUrl] = useState(settings.reasonerUrl)
  const [model, setModel] = useState(settings.reasonerModel)
  const keeper = keyKeeper()
  const save = () =>
    change({ reasonerUrl: url.trim(), reasonerModel: model.trim() }).catch(app.messages.getState().fail)
  return (
    <section aria-labelledby="reasoner">
      <h2 id="reasoner">{t('reasoner')}</h2>
      <Field
        label={t('reasonerUrl')}
        placeholder="http://localhost:8080/v1"
        maxLength={300}
        value={url}
        onChange={setUrl}
        onBlur={save}
      />
      <Field label={t('reasonerModel')} maxLength={300} value={model} onChange={setModel} onBlur={save} />
      {keeper !== undefined && <KeyField keeper={keeper} />}
    </section>
  )
}

function KeyField({ keeper }: { readonly keeper: KeyKeeper }) {
  const app = useApp()
  const { t } = useTranslation('settings')
  const [key, setKey] = useState('')
  const [state, setState] = useState<KeyState>()
  useEffect(() => {
    keeper.keyState().then(setState).catch(app.messages.getState().fail)
  }, [keeper, app])
  const keep = () => {
    setKey('')
    keeper.keepKey(key).then(setState).catch(app.messages.getState().fail)
  }
  const words: (key: string) => string = t
  return (
    <>
      <Field
        label={t('key')}
        type="password"
        autoComplete="off"
        {...(state !== undefined && { help: words(`keyIs.${state}`) })}
        isDisabled={state === 'no key store'}
        value={key}
        onChange={setKey}
      />
      <Button isDisabled={state === undefined || state === 'no key store'} onPress={keep}>
        {key === '' ? t('forgetKey') : t('keepKey')}
      </Button>
    </>
  )
}
