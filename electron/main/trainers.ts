import type { UtilityProcess } from 'electron'
import type { WorkerNews } from '../../core/engine/worker-messages.ts'
import type { FromTrainers, ToTrainers } from '../engine-process/trainer-messages.ts'

/** Starts and ends training processes as an engine's process asks, and passes on what they tell. */
export function startTrainersFor(engine: UtilityProcess, start: () => UtilityProcess): void {
  const trainers = new Map<number, UtilityProcess>()
  const tell = (message: FromTrainers) => engine.postMessage(message)

  engine.on('message', (message: ToTrainers) => {
    if ('order' in message) follow(message.trainer, start()).postMessage(message.order)
    if ('proposals' in message) trainers.get(message.trainer)?.postMessage(message.proposals)
    if ('end' in message) trainers.get(message.trainer)?.kill()
  })
  engine.once('exit', () => {
    for (const trainer of trainers.values()) trainer.kill()
  })

  function follow(id: number, trainer: UtilityProcess): UtilityProcess {
    trainers.set(id, trainer)
    trainer.on('message', (news: WorkerNews) => {
      tell({ trainer: id, news })
      // The last news; a process of Electron's does not end by itself.
      if (news.kind === 'done' || news.kind === 'failed') trainer.kill()
    })
    trainer.once('exit', (code) => {
      trainers.delete(id)
      tell({ trainer: id, ended: `exit code ${code}` })
    })
    return trainer
  }
}
