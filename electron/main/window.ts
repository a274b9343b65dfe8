import type { BrowserWindow } from 'electron'
import type { Electron } from './electron.ts'
import { windowAddress } from './protocol.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** Opens the one window; `stateFile` remembers where it was. */
export function openWindow(electron: Electron, preload: string, stateFile: string): BrowserWindow {
  const { maximized, ...bounds } = readWindowState(stateFile, electron.screen)
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 640,
    title: 'Dreamline',
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // A spelling checker would fetch its dictionaries.
      spellcheck: false,
      devTools: !electron.app.isPackaged,
    },
  })
  keepWindowState(stateFile, window)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  window.webContents.on('render-process-gone', (_, { reason }) => void offerReload(electron, window, reason))
  void window.loadURL(windowAddress)
  return window
}

async function offerReload({ dialog }: Electron, window: BrowserWindow, reason: string): Promise<void> {
  if (reason === 'clean-exit') return
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working.',
    detail: `What is saved is safe. (${reason})`,
    buttons: ['Open it again', 'Close'],
  })
  if (response === 0) window.webContents.reload()
  else window.destroy()
}
