import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { IpcMainInvokeEvent } from 'electron'
import type { Electron } from './electron.ts'
import { isOwn } from './protocol.ts'

/** What a page learns of the key: never the key. */
export type KeyState = 'stored' | 'not stored' | 'no key store'

/** The key of the language model's server, in a file that the key store of the operating system alone can read. */
export interface ReasonerKey {
  state(): KeyState
  /** Undefined where none is stored, or it was stored by another user. */
  read(): string | undefined
  /** An empty one is forgotten. Nothing is stored without a key store. */
  keep(key: string): KeyState
}

export function reasonerKey({ safeStorage }: Electron, file: string): ReasonerKey {
  const hasStore = () =>
    safeStorage.isEncryptionAvailable() &&
    // On a Linux without a key ring, Electron would encrypt with a password that everybody knows.
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')

  function read(): string | undefined {
    try {
      return hasStore() ? safeStorage.decryptString(readFileSync(file)) : undefined
    } catch {
      return undefined
    }
  }
  const state = () => (!hasStore() ? 'no key store' : read() === undefined ? 'not stored' : 'stored')
  return {
    state,
    read,
    keep(key) {
      if (key === '') rmSync(file, { force: true })
      else if (hasStore()) {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, safeStorage.encryptString(key), { mode: 0o600 })
      }
      return state()
    },
  }
}

const longestKey = 1000

/** Lets the window's page, and no other, give a key and ask whether there is one; `onKey` is told of each that is given. */
export function answerAboutKey({ ipcMain }: Electron, key: ReasonerKey, onKey: (key: string) => void): void {
  const isAsked = ({ senderFrame }: IpcMainInvokeEvent) =>
    senderFrame !== null && senderFrame.parent === null && isOwn(senderFrame.url)
  ipcMain.handle('dreamline:key-state', (event) => {
    return isAsked(event) ? key.state() : undefined
  })
  ipcMain.handle('dreamline:keep-key', (event, given: unknown) => {
    if (!isAsked(event) || typeof given !== 'string' || given.length > longestKey) return undefined
    const state = key.keep(given.trim())
    if (state !== 'no key store') onKey(given.trim())
    return state
  })
}
