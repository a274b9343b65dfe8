import type { SpawnTraining } from '../../core/engine/workers.ts'
import type { Channel } from '../channel.ts'
import type { FromTrainers, ToTrainers } from './trainer-messages.ts'

interface Listeners {
  onMessage?: Parameters<ReturnType<SpawnTraining>['onMessage']>[0]
  onClose?: Parameters<ReturnType<SpawnTraining>['onClose']>[0]
}

/** Has training processes started by the shell at the other end. */
export function trainersOver(parent: Channel): SpawnTraining {
  const trainers = new Map<number, Listeners>()
  let soFar = 0
  const tell = (message: ToTrainers) => parent.post(message)

  parent.onMessage((message) => {
    const heard = message as FromTrainers
    const listeners = trainers.get(heard.trainer)
    if ('news' in heard) listeners?.onMessage?.(heard.news)
    if ('ended' in heard) {
      trainers.delete(heard.trainer)
      listeners?.onClose?.(heard.ended)
    }
  })

  return () => {
    const trainer = ++soFar
    const listeners: Listeners = {}
    trainers.set(trainer, listeners)
    return {
      post: (message) => tell('proposals' in message ? { trainer, proposals: message } : { trainer, order: message }),
      onMessage: (listener) => {
        listeners.onMessage = listener
      },
      onClose: (listener) => {
        listeners.onClose = listener
      },
      kill: () => tell({ trainer, end: true }),
    }
  }
}
