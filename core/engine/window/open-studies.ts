import { holderOf } from '../../study/lock.ts'
import { EngineError } from '../contract.ts'
import type { Notice } from './contract.ts'
import { type OpenStudy, openForWindow } from './open-study.ts'

/** Who opens studies: one window. */
export interface Session {
  readonly tell: (notice: Notice) => void
}

/** The studies that are open in the windows of this process, each in one. */
export interface OpenStudies {
  /** Throws `EngineError` where another window or process has it open, unless `takeOver`. */
  open(session: Session, name: string, directory: string, takeOver: boolean): Promise<OpenStudy>
  /** Throws `EngineError` unless the study is open in this window. */
  of(session: Session, name: string, directory: string): OpenStudy
  close(session: Session, directory: string): Promise<void>
  closeAll(session: Session): Promise<void>
}

export function createOpenStudies(): OpenStudies {
  const opened = new Map<string, { readonly session: Session; readonly name: string; readonly study: OpenStudy }>()

  async function take(directory: string, from: { readonly session: Session; readonly name: string }): Promise<void> {
    from.session.tell({ kind: 'study taken', study: from.name })
    await release(directory)
  }

  async function release(directory: string): Promise<void> {
    const entry = opened.get(directory)
    opened.delete(directory)
    await entry?.study.close()
  }

  return {
    async open(session, name, directory, takeOver) {
      for (let other = opened.get(directory); other !== undefined; other = opened.get(directory)) {
        if (other.session === session) return other.study
        if (!takeOver) throw isOpen(name, 'another window')
        await take(directory, other)
      }
      const holder = takeOver ? undefined : holderOf(directory)
      if (holder !== undefined) throw isOpen(name, `another Dreamline (process ${holder.id} on ${holder.host})`)
      const entry = { session, name }
      const study = openForWindow(name, directory, session.tell, () => void take(directory, entry))
      opened.set(directory, { ...entry, study })
      return study
    },
    of(session, name, directory) {
      const entry = opened.get(directory)
      if (entry?.session === session && entry.study.isHeld()) return entry.study
      const remedy = 'Open it here first; what is shown of it stays.'
      throw new EngineError([{ message: `The study ${name} is not open in this window.`, remedy }], { refused: true })
    },
    async close(session, directory) {
      if (opened.get(directory)?.session === session) await release(directory)
    },
    async closeAll(session) {
      const own = [...opened].filter(([, entry]) => entry.session === session)
      await Promise.all(own.map(([directory]) => release(directory)))
    },
  }
}

function isOpen(name: string, where: string): EngineError {
  const remedy = 'Close it there, or take it over: what is not saved there stays there.'
  return new EngineError([{ message: `The study ${name} is open in ${where}.`, remedy }], { refused: true })
}
