import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DreamReport } from '../../../core/engine/contract.ts'
import { useApp } from '../../app/use-app.ts'
import type { Kinds } from '../../document/kinds.ts'
import { Button } from '../../parts/button.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { type Merge, tableOf } from './merge.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { readMerges } from './read-merges.ts'
import { riskOf } from './risk.ts'
import type { FailureRow } from './worksheet.ts'

interface Props {
  readonly rows: readonly FailureRow[]
  readonly kinds: Kinds
  readonly report: DreamReport | null
}

/** The worksheet out as a file, and back in. */
export function FileButtons({ rows, kinds, report }: Props) {
  const app = useApp()
  const { t, i18n } = useTranslation('failures')
  const { number } = useFigures()
  const file = useRef<HTMLInputElement>(null)
  const [merges, setMerges] = useState<readonly Merge[]>()
  const save = async () => {
    const { separatorFor, writeCsv } = await import('./csv.ts')
    const table = tableOf(rows, (row) => {
      const risk = riskOf(report, row)
      return risk === undefined ? '' : number(risk)
    })
    const blob = new Blob([writeCsv(table, separatorFor(i18n.language))], { type: 'text/csv;charset=utf-8' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = `${app.study.getState().open?.name}-failures.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    try {
      setMerges(await readMerges(app, await chosen.arrayBuffer(), rows, kinds))
    } catch (error) {
      app.messages.getState().fail(error)
    }
  }
  return (
    <>
      <Button onPress={save} hint={t('saveHint')}>
        {t('save')}
      </Button>
      <Button onPress={() => file.current?.click()} hint={t('readHint')}>
        {t('read')}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".csv,.txt,text/csv"
        aria-label={t('file')}
        hidden
        onChange={({ target }) => {
          void read(target.files?.[0])
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      {merges !== undefined && <MergeDialog merges={merges} kinds={kinds} onClose={() => setMerges(undefined)} />}
    </>
  )
}
