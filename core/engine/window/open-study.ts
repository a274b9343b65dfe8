import { existsSync } from 'node:fs'
import { lockStudy, type StudyLock } from '../../study/lock.ts'
import { openStudy } from '../../study/study.ts'
import { EngineError } from '../contract.ts'
import { extension, type LineText, leaveLineFile, lineFileIn, readLineFile, writeLineFile } from '../line-file.ts'
import type { Diagram, Notice, SaveResult, StudyState, WindowJob } from './contract.ts'
import { readDiagram, saveDiagram } from './diagram.ts'
import { isReadOnly, writing } from './disk.ts'
import { interruptedRuns } from './history.ts'
import { watchFolder } from './watch.ts'

/** A study that is open in a window. */
export interface OpenStudy {
  readonly directory: string
  readonly lineFile: string
  /** Whether no other process has taken it. */
  isHeld(): boolean
  /** What the window is shown when it opens the study. */
  state(): StudyState
  save(text: string, revision: string): SaveResult
  saveDiagram(diagram: Diagram): void
  /** Carries out a job that ends with the study. */
  run<Result>(job: WindowJob, work: (job: WindowJob) => Promise<Result>): Promise<Result>
  /** Resolves once all its jobs have ended. */
  close(): Promise<void>
}

/**
 * Opens the study in a folder for one window, whoever has it open: that is to be asked before. `onLost` is called when
 * another process takes it. Throws `EngineError` where there is no line to open.
 */
export function openForWindow(
  name: string,
  directory: string,
  tell: (notice: Notice) => void,
  onLost: () => void,
): OpenStudy {
  const lock = lockOf(directory)
  try {
    if (lock !== undefined) complete(directory)
    return studyWith(lock, name, directory, tell, onLost)
  } catch (error) {
    lock?.release()
    throw error
  }
}

function studyWith(
  lock: StudyLock | undefined,
  name: string,
  directory: string,
  tell: (notice: Notice) => void,
  onLost: () => void,
): OpenStudy {
  const lineFile = lineFileOf(directory)
  let { revision } = readLineFile(lineFile)
  const closing = new AbortController()
  const jobs = new Set<Promise<unknown>>()

  const isHeld = () => lock?.isHeld() ?? true

  const look = () => {
    if (!isHeld()) return onLost()
    const found = attempt(() => readLineFile(lineFile))
    if (found === undefined || found.revision === revision) return
    revision = found.revision
    tell({ kind: 'line changed', study: name, ...found })
  }
  const stopWatching = watchFolder(directory, (file) => file.endsWith(extension) || file === 'study.lock', look)

  return {
    directory,
    lineFile,
    isHeld,
    state() {
      const line = readLineFile(lineFile)
      revision = line.revision
      return {
        name,
        directory,
        ...line,
        diagram: readDiagram(lineFile),
        interrupted: interruptedRuns(directory, revision),
        ...(lock === undefined && { readOnly: 'The disk or the folder of the study may not be written.' }),
      }
    },
    save(text, known) {
      const onDisk = existsSync(lineFile) ? readLineFile(lineFile) : undefined
      const isKnown = onDisk === undefined || onDisk.revision === known
      const now: LineText = isKnown ? writing(lineFile, () => writeLineFile(lineFile, text)) : onDisk
      revision = now.revision
      return isKnown ? { saved: true, revision } : { saved: false, ...now }
    },
    saveDiagram: (diagram) => saveDiagram(lineFile, diagram),
    run(job, work) {
      const signal = job.signal ? AbortSignal.any([job.signal, closing.signal]) : closing.signal
      const running = work({ ...job, signal })
      jobs.add(running)
      const ended = () => jobs.delete(running)
      running.then(ended, ended)
      return running
    },
    async close() {
      stopWatching()
      closing.abort()
      await Promise.allSettled(jobs)
      lock?.release()
    },
  }
}

/** Makes what a study lacks: its database, or its line file out of that. */
function complete(directory: string): void {
  const study = openStudy(directory, { create: true })
  try {
    writing(directory, () => leaveLineFile(study))
  } finally {
    study.close()
  }
}

function lineFileOf(directory: string): string {
  const file = lineFileIn(directory)
  if (file !== undefined) return file
  const remedy = `Put one into its folder: a file whose name ends in ${extension}.`
  throw new EngineError([{ message: 'The study holds no line file.', remedy, where: directory }])
}

/** Undefined where the folder may not be written: then nobody can change anything there. */
function lockOf(directory: string): StudyLock | undefined {
  try {
    return lockStudy(directory)
  } catch (error) {
    if (isReadOnly(error)) return undefined
    return writing(directory, () => {
      throw error
    })
  }
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
