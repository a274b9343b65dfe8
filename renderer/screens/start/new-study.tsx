import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog, DialogButtons } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { createStudy } from '../../state/app.ts'

interface Props {
  readonly isOpen: boolean
  readonly taken: readonly string[]
  onClose(): void
}

/** Asks for the name of a new line and begins it. */
export function NewStudy({ isOpen, taken, onClose }: Props) {
  const app = useApp()
  const { t } = useTranslation('start')
  const [name, setName] = useState('')
  const wrong = taken.includes(name) ? t('nameTaken') : /^[a-z0-9][a-z0-9-]*$/.test(name) ? undefined : t('nameForm')
  const create = async () => {
    onClose()
    await createStudy(app, name, emptyLine(name, t('newTitle')))
  }
  return (
    <Dialog title={t('newLine')} isOpen={isOpen} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (wrong === undefined) void create()
        }}
      >
        <Field
          label={t('name')}
          help={t('nameHelp')}
          value={name}
          onChange={setName}
          autoFocus
          error={name === '' ? undefined : wrong}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app:cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={wrong !== undefined}>
            {t('create')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

const emptyLine = (name: string, title: string) => `line: ${name}
title: ${title}
step: 1 s
scan: 5 s
horizon: 20 min

components: {}
`
