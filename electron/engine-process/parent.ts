import type { Channel } from '../channel.ts'

/** The channel to the shell that forked this process. */
export function parentChannel(): Channel {
  return {
    // The callback keeps a shell that has just ended from being an error here: `onClose` deals with it.
    post: (message) => void process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', () => listener('has ended')),
  }
}
