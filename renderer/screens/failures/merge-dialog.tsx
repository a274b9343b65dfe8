import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/use-app.ts'
import type { Kinds } from '../../document/kinds.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog, DialogButtons } from '../../parts/dialog.tsx'
import { Segments } from '../../parts/segments.tsx'
import styles from './failures.module.css'
import { applied, type Merge } from './merge.ts'

interface Props {
  readonly merges: readonly Merge[]
  readonly kinds: Kinds
  onClose(): void
}

const signs: Record<Merge['status'], string> = { new: '+', changed: '≠', removed: '−', same: '=', refused: '▲' }

/** What a file would change in the line: the engineer ticks what is taken, and takes it in one step. */
export function MergeDialog({ merges, kinds, onClose }: Props) {
  const { study } = useApp()
  const { t } = useTranslation('failures')
  const doing = merges.filter(({ status }) => status !== 'same' && status !== 'refused')
  // To remove what a file leaves out is asked for, never assumed.
  const [taken, setTaken] = useState(() => new Set(doing.filter(({ status }) => status !== 'removed')))
  const [shown, setShown] = useState<'differing' | 'all'>('differing')
  const toggle = (merge: Merge) =>
    setTaken((before) => new Set(doing.filter((other) => before.has(other) !== (other === merge))))
  const take = () => {
    const { text, edit } = study.getState()
    edit({
      text: applied(
        text,
        kinds,
        doing.filter((merge) => taken.has(merge)),
      ),
    })
    onClose()
  }
  const count = (status: Merge['status']) => merges.filter((merge) => merge.status === status).length
  const rows = shown === 'all' ? merges : merges.filter(({ status }) => status !== 'same')
  return (
    <Dialog title={t('merge.title')} isOpen onClose={onClose} wide>
      <div className={styles.mergeTools}>
        <ul className={styles.counts}>
          {(['new', 'changed', 'removed', 'same', 'refused'] as const).map((status) => (
            <li key={status}>
              <span aria-hidden="true">{signs[status]}</span> {count(status)} {t(`status.${status}`)}
            </li>
          ))}
        </ul>
        <Segments
          label={t('shown')}
          value={shown}
          options={(['differing', 'all'] as const).map((value) => ({ value, text: t(`merge.${value}`) }))}
          onChange={(value) => setShown(value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.merges} aria-label={t('merge.title')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('merge.take')}</th>
              <th scope="col">{t('merge.line')}</th>
              <th scope="col">{t('column.component')}</th>
              <th scope="col">{t('column.mode')}</th>
              <th scope="col">{t('merge.status')}</th>
              <th scope="col">{t('merge.changes')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((merge) => (
              <tr key={merge.line}>
                <td>
                  {doing.includes(merge) && (
                    <input
                      type="checkbox"
                      aria-label={t('merge.takeRow', { name: `${merge.on} ${merge.mode}` })}
                      checked={taken.has(merge)}
                      onChange={() => toggle(merge)}
                    />
                  )}
                </td>
                <td>{merge.line}</td>
                <td>{merge.on}</td>
                <td>{merge.mode}</td>
                <td>
                  <span aria-hidden="true">{signs[merge.status]}</span> {t(`status.${merge.status}`)}
                </td>
                <td>
                  {merge.changes.map(({ column, from, to }) => (
                    <p key={column}>
                      {t(`column.${column}`)}: {from !== '' && <del>{from}</del>} <ins>{to}</ins>
                    </p>
                  ))}
                  {merge.reason !== undefined && (
                    <p className={styles.wrong}>{t(`reason.${merge.reason}`, { defaultValue: merge.reason })}</p>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p>{t('merge.nothing')}</p>}
      </section>
      <DialogButtons>
        <Button onPress={onClose}>{t('app:cancel')}</Button>
        <Button look="primary" onPress={take} isDisabled={taken.size === 0}>
          {t('merge.takeThem', { count: taken.size })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
