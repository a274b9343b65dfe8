/** What Electron's preload lets a page do with the key of the language model's server: give one, and ask whether there is one. */
export interface KeyKeeper {
  keyState(): Promise<KeyState>
  keepKey(key: string): Promise<KeyState>
}

export type KeyState = 'stored' | 'not stored' | 'no key store'

/** Undefined in a browser, where the key is in the environment of the host. */
export const keyKeeper = (
  { dreamline }: { readonly dreamline?: KeyKeeper } = globalThis as object,
): KeyKeeper | undefined => dreamline
