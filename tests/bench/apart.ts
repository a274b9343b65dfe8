import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Has a module that answers one message do so in a process of its own. */
export function runApart<Answer>(module: URL, job: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(module), { serialization: 'advanced' })
    child.once('message', (answer) => resolve(answer as Answer))
    child.once('close', (code) => reject(new Error(`${module.pathname} ended with ${code}`)))
    child.send(job)
  })
}

/** Does the jobs in their order, so many at a time. */
export async function inOrder(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const waiting = [...jobs]
  const next = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job()
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}
