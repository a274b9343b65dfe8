import { type BirpcReturn, createBirpc } from 'birpc'
import type { Channel } from './channel.ts'
import type { ProcessSide, ShellSide } from './engine-process/protocol.ts'

/** A process the engine runs in; its channel closes when it ends. */
export interface EngineProcess extends Channel {
  kill(): void
}

/** One life of the engine. */
export interface EngineRun {
  readonly rpc: BirpcReturn<ProcessSide, ShellSide>
  /** Whether it has answered for the first time; false where it ended before. */
  readonly started: Promise<boolean>
  /** How it ended: completes the sentence "the engine …". */
  readonly ended: Promise<string>
  kill(): void
}

/** How many beats may go unanswered. Beats are counted, not time, so that a machine that slept is no hung engine. */
const beats = 4

/** Follows a process until it ends, and ends it when it does not answer for `patience` ms. */
export function followEngine(process: EngineProcess, shell: ShellSide, patience: number): EngineRun {
  const rpc = createBirpc<ProcessSide, ShellSide>(shell, {
    post: (message) => process.post(message),
    on: (listener) => process.onMessage(listener),
    eventNames: ['cancel', 'closeWindow', 'end'],
    timeout: -1,
  })
  const ended = Promise.withResolvers<string>()
  const started = rpc.ping().then(
    () => true,
    () => false,
  )

  let unanswered = 0
  let hung = false
  const heart = setInterval(() => {
    hung = unanswered++ >= beats
    if (hung) return process.kill()
    rpc.ping().then(
      () => {
        unanswered = 0
      },
      () => {},
    )
  }, patience / beats)

  process.onClose((reason) => {
    clearInterval(heart)
    ended.resolve(hung ? `did not answer for ${patience / 1000} s` : reason)
    rpc.$close(new Error('the engine has ended'))
  })
  return { rpc, started, ended: ended.promise, kill: () => process.kill() }
}
