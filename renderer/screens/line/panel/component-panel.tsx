import { useTranslation } from 'react-i18next'
import type { CatalogueKind } from '../../../../core/engine/window/contract.ts'
import { useApp } from '../../../app/use-app.ts'
import type { Entry } from '../../../document/view.ts'
import { Button } from '../../../parts/button.tsx'
import { useKindText } from '../editor/kind-text.ts'
import { useLine } from '../editor/use-line.ts'
import { symbolOf } from '../symbols/symbol-of.tsx'
import { SymbolView } from '../symbols/symbol-view.tsx'
import { EntryForm } from './entry-form.tsx'
import { FieldRow } from './field-row.tsx'
import { newControl, newSignal } from './new-entry.ts'
import styles from './panel.module.css'
import { PortList } from './port-list.tsx'
import { TagField } from './tag-field.tsx'

/** Everything about one component. */
export function ComponentPanel({ component }: { readonly component: Entry }) {
  const { commands, situation, problems } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const { name: tag, fields } = component
  const kind = situation.byTag.get(tag)
  const own = problems.filter(({ path }) => path === `components.${tag}` || path === `components.${tag}.kind`)
  return (
    <>
      <header className={styles.head}>
        <SymbolView symbol={symbolOf(fields.kind ?? '', kind)} size={44} />
        <div>
          <h2 className={styles.title}>{tag}</h2>
          <p className={styles.quiet}>{kind ? kindText.text(kind) : t('unknownKind', { kind: fields.kind ?? '' })}</p>
        </div>
      </header>
      {own.map(({ message, remedy }) => (
        <p key={message} className={styles.problem}>
          {message} {remedy}
        </p>
      ))}
      <div className={styles.form}>
        <TagField tag={tag} onRename={(to) => commands.rename('component', tag, to)} />
        {kind?.fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            path={`components.${tag}.${field.name}`}
            value={fields[field.name] ?? ''}
            units={field.units}
            onChange={(value) => commands.setField(['components', tag, field.name], value)}
          />
        ))}
      </div>
      {kind && (
        <>
          <PortList tag={tag} kind={kind} />
          <Instruments tag={tag} kind={kind} />
          <FailureCount tag={tag} />
        </>
      )}
    </>
  )
}

/** What measures the component and what drives it. */
function Instruments({ tag, kind }: { readonly tag: string; readonly kind: CatalogueKind }) {
  const { commands, situation } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const { signals, controls } = situation.document
  const isHere = (place: string | undefined) => place?.startsWith(`${tag}.`) ?? false
  const measuring = signals.filter(({ fields }) => isHere(fields.of))
  const driving = controls.filter(({ fields }) => isHere(fields.drives))
  return (
    <>
      <h3 className={styles.heading}>{t('measures')}</h3>
      <ul className={styles.entries}>
        {measuring.map((entry) => (
          <EntryForm key={entry.name} section="signals" entry={entry} />
        ))}
      </ul>
      <div className={styles.adds}>
        {kind.quantities
          .filter(({ name }) => !measuring.some(({ fields }) => fields.of === `${tag}.${name}`))
          .map((quantity) => (
            <Button
              key={quantity.name}
              onPress={() => {
                const { name, fields } = newSignal(`${tag}.${quantity.name}`, situation)
                commands.addEntry('signals', name, fields)
              }}
            >
              + {kindText.field(quantity)}
            </Button>
          ))}
      </div>
      {kind.actuators.length > 0 && <h3 className={styles.heading}>{t('drives')}</h3>}
      <ul className={styles.entries}>
        {driving.map((entry) => (
          <EntryForm key={entry.name} section="controls" entry={entry} />
        ))}
      </ul>
      <div className={styles.adds}>
        {kind.actuators
          .filter(({ name }) => !driving.some(({ fields }) => fields.drives === `${tag}.${name}`))
          .map((actuator) => (
            <Button
              key={actuator.name}
              onPress={() => {
                const { name, fields } = newControl(`${tag}.${actuator.name}`, situation)
                commands.addEntry('controls', name, fields)
              }}
            >
              + {kindText.field(actuator)}
            </Button>
          ))}
      </div>
    </>
  )
}

function FailureCount({ tag }: { readonly tag: string }) {
  const app = useApp()
  const { failures, signals } = useLine().situation.document
  const { t } = useTranslation('line')
  const instruments = signals.filter(({ fields }) => fields.of?.startsWith(`${tag}.`)).map(({ name }) => name)
  const count = failures.filter(({ on }) => on === tag || instruments.includes(on ?? '')).length
  return (
    <>
      <h3 className={styles.heading}>{t('failures')}</h3>
      <div className={styles.adds}>
        <Button onPress={() => app.route.getState().go('failures')}>{t('failureCount', { count })}</Button>
      </div>
    </>
  )
}
