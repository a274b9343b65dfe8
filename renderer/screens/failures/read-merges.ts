import { EngineError } from '../../../core/engine/contract.ts'
import type { Kinds } from '../../document/kinds.ts'
import type { App } from '../../state/app.ts'
import { applied, type Merge, mergesOf, refusedBy } from './merge.ts'
import type { FailureRow } from './worksheet.ts'

/** What a file would change, with what the engine says of the outcome. Throws `EngineError` for a file that is no worksheet. */
export async function readMerges(
  { engine, study }: App,
  bytes: ArrayBuffer,
  rows: readonly FailureRow[],
  kinds: Kinds,
): Promise<readonly Merge[]> {
  const { readCsv, textOfFile } = await import('./csv.ts')
  const merges = mergesOf(tableIn(textOfFile(bytes)), rows)
  if (merges === undefined) throw new EngineError([{ message: 'csv.noHead', remedy: 'csv.noHeadRemedy' }])
  const merged = applied(study.getState().text, kinds, merges)
  const { problems } = await engine.readLine({ text: merged })
  return refusedBy(merges, merged, problems)

  function tableIn(text: string) {
    try {
      return readCsv(text)
    } catch (error) {
      throw new EngineError([{ message: 'csv.broken', remedy: 'csv.brokenRemedy', where: (error as Error).message }])
    }
  }
}
