import { contextBridge, ipcRenderer } from 'electron'

/** The page before which this runs, as far as it is needed here. */
declare const window: {
  readonly location: { readonly origin: string }
  addEventListener(event: 'DOMContentLoaded', listener: () => void): void
  postMessage(message: string, origin: string, ports: readonly unknown[]): void
}

/** All that a page learns of Electron; the engine comes as a port in a message of its own. */
contextBridge.exposeInMainWorld('dreamline', {
  shell: 'electron',
  platform: process.platform,
  // A page can give a key, and learns of it whether there is one.
  keyState: () => ipcRenderer.invoke('dreamline:key-state'),
  keepKey: (key: unknown) => ipcRenderer.invoke('dreamline:keep-key', key),
})

ipcRenderer.on('dreamline:engine', ({ ports }) => {
  window.postMessage('dreamline:engine', window.location.origin, [...ports])
})

// By then the page listens: its script has begun.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('dreamline:connect'))
