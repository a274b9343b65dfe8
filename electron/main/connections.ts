import type { MessagePortMain } from 'electron'
import type { Channel } from '../channel.ts'
import type { Supervisor } from '../supervisor.ts'
import { serveWindow } from '../window-connection.ts'
import type { Electron } from './electron.ts'
import { isOwn } from './protocol.ts'

/** Hands a port to the engine to every page of the window that asks for one; no other page gets an answer. */
export function handOverPorts({ ipcMain, MessageChannelMain }: Electron, supervisor: Supervisor): void {
  ipcMain.on('dreamline:connect', ({ senderFrame }) => {
    if (senderFrame === null || senderFrame.parent !== null || !isOwn(senderFrame.url)) return
    const { port1, port2 } = new MessageChannelMain()
    serveWindow(channelOf(port1), supervisor)
    senderFrame.postMessage('dreamline:engine', null, [port2])
  })
}

function channelOf(port: MessagePortMain): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.once('close', () => listener('has closed')),
  }
}
