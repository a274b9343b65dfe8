import type { WindowJob } from '../../core/engine/window/contract.ts'
import type { App } from './app.ts'
import type { JobKind } from './jobs.ts'

/**
 * Carries out a long call on the study that is open: the line as written goes to the disk first, and what was found is
 * read afterwards. Resolves with nothing where it failed, which is then among the messages, or was cancelled.
 */
export async function carryOut<Result>(
  { study, jobs, messages, findings }: App,
  kind: JobKind,
  call: (study: string, job: WindowJob) => Promise<Result>,
): Promise<Result | undefined> {
  await study.getState().save()
  const { open, saved } = study.getState()
  // Of a line that could not be saved another version would be computed than the one that is seen.
  if (open === undefined || (saved !== 'saved' && open.readOnly === undefined)) return undefined
  try {
    return await jobs.getState().run(kind, (job) => call(open.name, job))
  } catch (error) {
    messages.getState().fail(error)
    return undefined
  } finally {
    void findings.getState().refresh()
  }
}
