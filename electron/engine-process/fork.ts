import { type ChildProcess, fork } from 'node:child_process'
import type { EngineProcess } from '../engine-run.ts'

/** Starts the engine's process under plain Node. */
export function forkEngine(entry: string, ...arguments_: readonly string[]): EngineProcess {
  const child = fork(entry, arguments_, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    post: (message) => void child.send(message as object, () => {}),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => onEnd(child, listener),
    kill: () => child.kill('SIGKILL'),
  }
}

function onEnd(child: ChildProcess, listener: (reason: string) => void): void {
  child.once('error', ({ message }) => listener(`could not be started: ${message}`))
  // Not 'exit', which may come before the last message.
  child.once('close', (code, signal) => listener(signal ? `was ended by ${signal}` : `ended with exit code ${code}`))
}
