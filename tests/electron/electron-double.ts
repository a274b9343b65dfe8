import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BrowserWindowConstructorOptions } from 'electron'
import type { Electron } from '../../electron/main/electron.ts'

/** What a main process has made of its double. */
export interface Record {
  readonly calls: string[]
  readonly windows: WindowDouble[]
  readonly forks: readonly (readonly string[])[]
  readonly errors: string[]
  readonly privileges: unknown[]
  readonly handlers: {
    protocol?: (request: Request) => Promise<Response>
    permission?: (contents: null, permission: string, answer: (granted: boolean) => void) => void
    permissionCheck?: () => boolean
    device?: () => boolean
    request?: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void
  }
  readonly app: EventEmitter
  readonly ipcMain: EventEmitter
  /** What a page invokes, by its channel. */
  readonly invocations: Map<string, (event: object, ...given: unknown[]) => unknown>
}

type Handler<Name extends keyof Record['handlers']> = NonNullable<Record['handlers'][Name]>

export class WindowDouble extends EventEmitter {
  readonly webContents = new EventEmitter()
  readonly options: BrowserWindowConstructorOptions
  loaded = ''
  focused = false
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  loadURL = async (url: string) => {
    this.loaded = url
  }
  isMinimized = () => false
  isMaximized = () => false
  getNormalBounds = () => ({ x: 10, y: 20, width: 1100, height: 700 })
  maximize() {}
  show() {}
  focus = () => {
    this.focused = true
  }
}

/** One end of a message channel. Messages are cloned, as ports do. */
class PortDouble extends EventEmitter {
  other: PortDouble | undefined
  start() {}
  postMessage = (message: unknown) => {
    const clone = structuredClone(message)
    setImmediate(() => this.other?.emit('message', { data: clone }))
  }
  close = () => {
    for (const port of [this, this.other]) setImmediate(() => port?.emit('close'))
  }
}

/**
 * A double of the `electron` module, for machines on which its binary is not present. It records what a main process sets,
 * and starts the process at `entry` with Node where Electron would start a utility process.
 */
export function createElectronDouble(
  entry: string,
  userData: string,
  { first = true, keyStore = true }: { readonly first?: boolean; readonly keyStore?: boolean } = {},
): { electron: Electron; record: Record } {
  const calls: string[] = []
  const forks: string[][] = []
  const record: Record = {
    calls,
    windows: [],
    forks,
    errors: [],
    privileges: [],
    handlers: {},
    app: new EventEmitter(),
    ipcMain: new EventEmitter(),
    invocations: new Map(),
  }
  const { handlers } = record
  const noted = (name: string) => () => void calls.push(name)

  const app = Object.assign(record.app, {
    isPackaged: true,
    commandLine: { appendSwitch: (name: string) => calls.push(name), getSwitchValue: () => '' },
    setName: noted('setName'),
    requestSingleInstanceLock: () => first,
    enableSandbox: noted('enableSandbox'),
    whenReady: async () => void calls.push('whenReady'),
    getPath: () => userData,
    quit() {
      let prevented = false
      app.emit('will-quit', { preventDefault: () => (prevented = true) })
      calls.push(prevented ? 'quit prevented' : 'quit')
      if (!prevented) app.emit('quit')
    },
  })
  const session = {
    setPermissionRequestHandler: (handler: Handler<'permission'>) => (handlers.permission = handler),
    setPermissionCheckHandler: (handler: Handler<'permissionCheck'>) => (handlers.permissionCheck = handler),
    setDevicePermissionHandler: (handler: Handler<'device'>) => (handlers.device = handler),
    setDisplayMediaRequestHandler: noted('setDisplayMediaRequestHandler'),
    webRequest: { onBeforeRequest: (handler: Handler<'request'>) => (handlers.request = handler) },
  }
  const double = {
    app,
    ipcMain: Object.assign(record.ipcMain, { handle: record.invocations.set.bind(record.invocations) }),
    safeStorage: {
      isEncryptionAvailable: () => keyStore,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => Buffer.from(`sealed ${Buffer.from(text).toString('base64')}`),
      decryptString(sealed: Buffer) {
        const [, text] = /^sealed (.*)$/.exec(sealed.toString()) ?? []
        if (text === undefined) throw new Error('sealed by another user')
        return Buffer.from(text, 'base64').toString()
      },
    },
    Menu: { setApplicationMenu: (menu: unknown) => calls.push(`menu ${menu}`) },
    dialog: { showErrorBox: (title: string, text: string) => record.errors.push(`${title} ${text}`) },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: session },
    protocol: {
      registerSchemesAsPrivileged(schemes: unknown[]) {
        calls.push('registerSchemesAsPrivileged')
        record.privileges.push(...schemes)
      },
      handle: (_scheme: string, handler: Handler<'protocol'>) => (handlers.protocol = handler),
    },
    utilityProcess: {
      fork(modulePath: string, given: string[]) {
        forks.push([modulePath, ...given])
        const child = fork(entry, given, { serialization: 'advanced' })
        return Object.assign(child, { postMessage: (message: object) => child.send(message) })
      },
    },
    MessageChannelMain: class {
      port1 = new PortDouble()
      port2 = new PortDouble()
      constructor() {
        this.port1.other = this.port2
        this.port2.other = this.port1
      }
    },
    BrowserWindow: class extends WindowDouble {
      constructor(options: BrowserWindowConstructorOptions) {
        super(options)
        record.windows.push(this)
      }
    },
  }
  return { electron: double as unknown as Electron, record }
}

export const standIn = fileURLToPath(new URL('./stand-in-engine.ts', import.meta.url))

/** A page that invokes something of the main process. */
export const invoke = (record: Record, channel: string, url: string, given?: unknown, parent: object | null = null) =>
  record.invocations.get(channel)?.({ senderFrame: { url, parent } }, given)

/** A page that asks for its port. */
export function askForPort(record: Record, url: string, parent: object | null = null): PortDouble | undefined {
  let port: PortDouble | undefined
  const senderFrame = {
    url,
    parent,
    postMessage: (_channel: string, _message: unknown, [given]: PortDouble[]) => (port = given),
  }
  record.ipcMain.emit('dreamline:connect', { senderFrame })
  return port
}
