import type { ParentPort } from 'electron'
import type { Channel } from '../channel.ts'

/** The port to Electron's main process, in a process that it started. */
export const electronPort = (): ParentPort | undefined => process.parentPort

/** The channel to the shell that started this process. */
export function parentChannel(): Channel {
  const port = electronPort()
  return port === undefined ? toNode() : toElectron(port)
}

const toNode = (): Channel => ({
  // The callback keeps a shell that has just ended from being an error here: `onClose` deals with it.
  post: (message) => void process.send?.(message, undefined, undefined, () => {}),
  onMessage: (listener) => process.on('message', listener),
  onClose: (listener) => process.once('disconnect', () => listener('has ended')),
})

const toElectron = (port: ParentPort): Channel => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  // Electron ends this process with its own.
  onClose: () => {},
})
