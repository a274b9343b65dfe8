import { dirname, join, resolve } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { KeyMessage } from '../engine-process/key-messages.ts'
import type { EngineProcess } from '../engine-run.ts'
import { type Places, usualStudies } from '../places.ts'
import { superviseEngine } from '../supervisor.ts'
import { handOverPorts } from './connections.ts'
import type { Electron } from './electron.ts'
import { type Entries, startEngine } from './engine.ts'
import { declareProtocol, serveProtocol } from './protocol.ts'
import { answerAboutKey, reasonerKey } from './reasoner-key.ts'
import { refuseNavigation, refusePermissions } from './refusals.ts'
import { openWindow } from './window.ts'

/** Where the parts of the application lie. */
export interface Parts extends Entries {
  /** The folder of the window as it was built. */
  readonly window: string
  readonly preload: string
  readonly samples: string
}

/** Runs the application, once on a desktop: whoever starts a second one is shown the window of the first. */
export async function startMain(electron: Electron, parts: Parts): Promise<void> {
  const { app, dialog, Menu, protocol, session } = electron
  app.setName('Dreamline')
  if (!app.requestSingleInstanceLock()) return app.quit()
  app.enableSandbox()
  app.commandLine.appendSwitch('disable-background-networking')
  declareProtocol(protocol)
  refuseNavigation(app)

  await app.whenReady()
  Menu.setApplicationMenu(null)
  serveProtocol(protocol, parts.window)
  refusePermissions(session.defaultSession)
  const places = placesOf(electron, parts)
  const key = reasonerKey(electron, join(dirname(places.settings), 'reasoner-key'))
  let engine: EngineProcess | undefined
  const tellKey = (reasonerKey: string) => engine?.post({ reasonerKey } satisfies KeyMessage)
  const supervisor = superviseEngine({
    start() {
      engine = startEngine(electron, parts, places)
      const known = key.read()
      if (known !== undefined) tellKey(known)
      return engine
    },
    onGivenUp: (reason) =>
      dialog.showErrorBox(
        'Dreamline cannot keep its engine running.',
        `What is saved is safe. Close Dreamline and open it again; restart the workstation if that does not help. (The engine ${reason}.)`,
      ),
  })
  handOverPorts(electron, supervisor)
  answerAboutKey(electron, key, tellKey)
  const window = openWindow(electron, parts.preload, join(app.getPath('userData'), 'window.json'))
  app.on('second-instance', () => show(window))
  app.on('window-all-closed', () => app.quit())
  quitAfter(electron, supervisor.stop)
}

function placesOf({ app }: Electron, { samples }: Parts): Places {
  const given = (name: string) => app.commandLine.getSwitchValue(name)
  return {
    studies: resolve(given('studies') || usualStudies()),
    settings: resolve(given('settings') || join(app.getPath('userData'), 'settings.json')),
    samples,
  }
}

function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Lets the engine end in order before the application does. */
function quitAfter({ app }: Electron, stop: () => Promise<void>): void {
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}
