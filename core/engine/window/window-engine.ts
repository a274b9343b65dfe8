import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError, type ReasonerChoice } from '../contract.ts'
import { createEngine } from '../engine.ts'
import { reported } from '../failure.ts'
import { extension, lineFileIn, readLineFile, writeLineFile } from '../line-file.ts'
import { newFolder } from '../new-folder.ts'
import type { SpawnTraining } from '../workers.ts'
import { catalogue } from './catalogue.ts'
import type { ExportCard, Notice, StudyState, WindowEngine } from './contract.ts'
import { findDevices } from './devices.ts'
import { writing } from './disk.ts'
import { exportFileIn, exportsIn } from './exports.ts'
import { filmDay } from './film.ts'
import { curvesIn, dreamReportIn, policiesIn, runsOf } from './history.ts'
import { createOpenStudies, type Session } from './open-studies.ts'
import type { OpenStudy } from './open-study.ts'
import { readLineText } from './reading.ts'
import { readSamples } from './samples.ts'
import { readSettings, saveSettings } from './settings.ts'
import { studiesIn } from './studies.ts'
import { folderFor, folderOf } from './study-name.ts'

export interface WindowEngineOptions {
  /** The folder that holds the studies; made with the first of them. */
  readonly studies: string
  /** The file of the settings. */
  readonly settings: string
  /** A folder of line files to begin with; the bundled ones where none is given. */
  readonly samples?: string
  /** How a training process is started where a plain fork of Node cannot be. */
  readonly spawn?: SpawnTraining
}

const bundledLines = fileURLToPath(new URL('../../../assets/lines', import.meta.url))

/** The engine as windows see it: each has its own, and a study is open in one of them. */
export function createWindowEngine(options: WindowEngineOptions) {
  const { studies, settings, samples = bundledLines, spawn } = options
  const engine = createEngine(spawn === undefined ? {} : { spawn })
  const opened = createOpenStudies()
  let devices: ReturnType<typeof findDevices> | undefined

  const place = (name: string) => folderOf(studies, name)
  const revisionIn = (directory: string) => {
    const file = lineFileIn(directory)
    return file === undefined ? '' : readLineFile(file).revision
  }

  function forWindow(onNotice: (notice: Notice) => void): WindowEngine & { close(): Promise<void> } {
    const session: Session = { tell: onNotice }
    let isClosed = false
    const own = (name: string): OpenStudy => opened.of(session, name, place(name))

    async function open(name: string, takeOver: boolean): Promise<StudyState> {
      const directory = place(name)
      const study = await opened.open(session, name, directory, takeOver)
      try {
        const state = study.state()
        if (!isClosed) return state
        throw new EngineError([{ message: 'The window has been closed meanwhile.', remedy: 'Open the study again.' }])
      } catch (error) {
        await opened.close(session, directory)
        throw error
      }
    }

    const calls: WindowEngine = {
      catalogue: async () => catalogue(),
      readLine: async ({ text }) => readLineText({ text }),

      settings: async () => readSettings(settings),
      saveSettings: async (changes) => saveSettings(settings, changes),
      devices: () => {
        devices ??= findDevices()
        return devices
      },

      samples: async () => readSamples(samples),
      studies: async () => studiesIn(studies),
      async createStudy({ study: name, text }) {
        const directory = folderFor(studies, name)
        writing(studies, () => mkdirSync(studies, { recursive: true }))
        makeFolder(name, directory)
        writing(directory, () => writeLineFile(join(directory, `${name}${extension}`), text))
        return open(name, false)
      },
      openStudy: async ({ study, takeOver = false }) => open(study, takeOver),
      closeStudy: async ({ study }) => opened.close(session, place(study)),
      saveLine: async ({ study, text, revision }) => own(study).save(text, revision),
      saveDiagram: async ({ study, diagram }) => own(study).saveDiagram(diagram),

      runs: async ({ study }) => runsOf(place(study), revisionIn(place(study))),
      curves: async ({ study, run }) => curvesIn(place(study), run),
      policies: async ({ study }) => policiesIn(place(study), revisionIn(place(study))),
      dreamReport: async ({ study, run }) => dreamReportIn(place(study), run),
      exports: async ({ study }) => exportsIn(place(study)),
      exportFile: async ({ study, run, file }) => exportFileIn(place(study), run, file),

      dream: async ({ study: name, ...request }, job = {}) => {
        const study = own(name)
        const { directory, lineFile } = study
        return study.run(job, (job) => engine.dream({ ...request, line: lineFile, study: directory }, job))
      },
      train: async ({ study: name, ...request }, job = {}) => {
        const study = own(name)
        const { directory, lineFile } = study
        const trained = { ...request, line: lineFile, study: directory, reasoner: reasonerIn(settings) }
        return study.run(job, (job) => engine.train(trained, job))
      },
      judge: async ({ study: name, ...request }, job = {}) => {
        const study = own(name)
        return study.run(job, (job) => engine.judge({ ...request, study: study.directory }, job))
      },
      export: async ({ study: name, guard, ...request }, job = {}) => {
        const study = own(name)
        const { directory } = study
        const out = newFolder(join(directory, 'export'))
        await study.run(job, (job) =>
          engine.export({ ...request, ...(guard && { authority: guard.authority }), study: directory, out }, job),
        )
        return exportsIn(directory).find(({ report }) => report.directory === out) as ExportCard
      },
      reason: async ({ study: name, sentence, ofPolicy }, job = {}) => {
        const study = own(name)
        const from = { ...(sentence !== undefined && { sentence }), ...(ofPolicy && { study: study.directory }) }
        return study.run(job, (job) =>
          engine.reason({ line: study.lineFile, ...from, reasoner: reasonerIn(settings) }, job),
        )
      },
      adopt: async ({ study, ...request }) => engine.adopt({ ...request, line: own(study).lineFile }),
      film: async ({ study, ...request }, job = {}) => {
        const directory = place(study)
        const file = lineFileIn(directory)
        const text = file === undefined ? '' : readLineFile(file).text
        return filmDay({ ...request, directory, text }, job)
      },
    }
    const close = () => {
      isClosed = true
      return opened.closeAll(session)
    }
    return { ...withReports(calls), close }
  }

  return { forWindow }
}

/** Mistakes of the caller that lower floors report in their own way come out as `EngineError`. */
function withReports(calls: WindowEngine): WindowEngine {
  const reporting = Object.entries(calls).map(([name, call]) => {
    const carryOut = call as (...request: unknown[]) => Promise<unknown>
    return [name, (...request: unknown[]) => reported(() => carryOut(...request))] as const
  })
  return Object.fromEntries(reporting) as unknown as WindowEngine
}

function makeFolder(name: string, directory: string): void {
  writing(directory, () => {
    try {
      mkdirSync(directory)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const remedy = 'Open it, or give the new one another name.'
      const problem = { message: `There is a study ${name} already.`, remedy, where: directory }
      throw new EngineError([problem], { refused: true })
    }
  })
}

/** The language model that the settings name. */
function reasonerIn(settings: string): ReasonerChoice {
  const { reasonerUrl: url, reasonerModel: model } = readSettings(settings)
  return { url, model }
}
