import type { Channel } from '../channel.ts'

/** What the shell tells the engine's process: the key of the language model's server, empty where it was forgotten. */
export interface KeyMessage {
  readonly reasonerKey: string
}

/** Takes the key where the engine looks for it: in this process alone. */
export function takeKeys(parent: Channel): void {
  parent.onMessage((message) => {
    if (isKey(message)) process.env.DREAMLINE_REASONER_KEY = message.reasonerKey
  })
}

const isKey = (message: unknown): message is KeyMessage =>
  typeof message === 'object' && message !== null && 'reasonerKey' in message && typeof message.reasonerKey === 'string'
