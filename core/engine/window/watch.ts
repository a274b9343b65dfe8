import { type FSWatcher, watch } from 'node:fs'

/** Quiet time after a change before it is looked at, ms: editors write in several steps. */
const quiet = 150
/** Some disks, such as network shares, tell nothing: there a look every so often finds out, ms. */
const pollingInterval = 2000

/** Calls `look` soon after something in the folder whose name fits may have changed. Gives what ends it. */
export function watchFolder(folder: string, fits: (name: string) => boolean, look: () => void): () => void {
  let waiting: NodeJS.Timeout | undefined
  const watcher = watchedBy(folder, (name) => {
    if (name !== null && !fits(name)) return
    clearTimeout(waiting)
    waiting = setTimeout(look, quiet)
  })
  const polling = setInterval(look, pollingInterval)
  polling.unref()
  return () => {
    clearTimeout(waiting)
    clearInterval(polling)
    watcher?.close()
  }
}

/** Undefined where the folder cannot be watched. */
function watchedBy(folder: string, tell: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => tell(name))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
