import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from './atomic-file.ts'
import { isGone, thisProcess } from './process.ts'

/** Who has a study open, as `study.lock` in its folder says. */
export interface Holder {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly started: number
  readonly host: string
  /** Tells two holders in one process apart. */
  readonly token: string
}

export interface StudyLock {
  /** Whether nobody else has taken the study since. */
  isHeld(): boolean
  release(): void
}

const fileIn = (directory: string) => join(directory, 'study.lock')

/** Who has the study open now. A process that is gone left its lock behind and holds nothing. */
export function holderOf(directory: string): Holder | undefined {
  const holder = written(directory)
  // Processes of another machine on a shared disk cannot be looked at.
  return holder === undefined || (holder.host === hostname() && isGone(holder)) ? undefined : holder
}

/** Takes the study, whoever held it. Throws what the disk says where the folder cannot be written. */
export function lockStudy(directory: string): StudyLock {
  const mine: Holder = { ...thisProcess, host: hostname(), token: randomUUID() }
  const isHeld = () => {
    const holder = written(directory)
    return holder === undefined || holder.token === mine.token
  }
  writeWhole(fileIn(directory), `${JSON.stringify(mine)}\n`)
  return {
    isHeld,
    release() {
      if (isHeld()) removed(fileIn(directory))
    },
  }
}

function removed(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // What stays behind holds nothing once this process is gone.
  }
}

/** What stands in the file; nothing where it is missing or is no lock. */
function written(directory: string): Holder | undefined {
  try {
    const found = JSON.parse(readFileSync(fileIn(directory), 'utf8')) as Partial<Holder> | null
    const isHolder =
      typeof found?.id === 'number' && typeof found.started === 'number' && typeof found.token === 'string'
    return isHolder ? (found as Holder) : undefined
  } catch {
    return undefined
  }
}
