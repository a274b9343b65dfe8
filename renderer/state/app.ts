import type { StoreApi } from 'zustand/vanilla'
import { EngineError } from '../../core/engine/contract.ts'
import type { Catalogue, StudyState, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Client } from '../engine/client.ts'
import { type Clock, createClock } from './clock.ts'
import type { Drafts } from './drafts.ts'
import { createFilms, type Films } from './films.ts'
import { createFindings, type Findings } from './findings.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createMessages, type Messages, type Offer } from './messages.ts'
import { createRoute, type Route } from './route.ts'
import { createSettings, type SettingsStore } from './settings.ts'
import { createStudyStore, type StudyStore } from './study.ts'
import { createTraining, type Training } from './training.ts'

/** Everything a window holds; it knows no React. */
export interface App {
  readonly engine: WindowEngine
  readonly catalogue: Catalogue
  readonly settings: StoreApi<SettingsStore>
  readonly route: StoreApi<Route>
  readonly study: StoreApi<StudyStore>
  readonly jobs: StoreApi<Jobs>
  readonly films: StoreApi<Films>
  readonly findings: StoreApi<Findings>
  readonly training: StoreApi<Training>
  /** That of the film which Watch shows. */
  readonly clock: Clock
  readonly messages: StoreApi<Messages>
}

export async function createApp({ engine, onNotice, onConnection }: Client, drafts: Drafts): Promise<App> {
  const messages = createMessages()
  const study = createStudyStore(engine, messages, drafts)
  const route = createRoute()
  const jobs = createJobs()
  const findings = createFindings(engine, study, messages)
  const [catalogue, settings] = await Promise.all([engine.catalogue({}), createSettings(engine)])
  const reopen = async () => {
    const { open } = study.getState()
    if (open === undefined) return
    try {
      const { revision, text } = await engine.openStudy({ study: open.name, takeOver: true })
      if (revision === open.revision) void study.getState().save()
      else study.getState().changedOnDisk(text, revision)
      await findings.getState().refresh()
    } catch (error) {
      messages.getState().fail(error)
    }
  }
  onConnection((connected) => {
    messages.getState().say(connected ? 'connection.again' : 'connection.lost')
    if (connected) void reopen()
  })
  onNotice((notice) => {
    if (notice.kind === 'engine restarted') {
      messages.getState().say('engine.restarted', { reason: notice.reason })
      void reopen()
    } else if (notice.study !== study.getState().open?.name) {
      return
    } else if (notice.kind === 'line changed') {
      study.getState().changedOnDisk(notice.text, notice.revision)
    } else {
      study.setState({ open: undefined, saved: 'saved' })
      route.getState().go('start')
      messages.getState().say('study.taken', { name: notice.study })
    }
  })
  const films = createFilms(engine, jobs, messages)
  const training = createTraining()
  const clock = createClock((frame) => requestAnimationFrame(frame))
  return { engine, catalogue, settings, route, study, jobs, films, findings, training, clock, messages }
}

/** Opens a study in the window; one that another window has open can be taken over. */
export function openStudy(app: App, name: string, { takeOver = false } = {}): Promise<void> {
  return enter(
    app,
    () => app.engine.openStudy({ study: name, takeOver }),
    takeOver ? undefined : { label: 'takeOver', run: () => void openStudy(app, name, { takeOver: true }) },
  )
}

/** Creates a study from the text of a line and opens it. */
export function createStudy(app: App, name: string, text: string): Promise<void> {
  return enter(app, () => app.engine.createStudy({ study: name, text }))
}

async function enter(app: App, open: () => Promise<StudyState>, offer?: Offer): Promise<void> {
  try {
    await app.study.getState().close()
    const study = await open()
    app.study.getState().show(study)
    app.route.getState().go('line')
    await remember(app, study.name)
  } catch (error) {
    const refused = error instanceof EngineError && error.refused
    app.messages.getState().fail(error, refused ? offer : undefined)
  }
}

const mostRecent = 10

function remember({ settings }: App, name: string): Promise<void> {
  const { recent } = settings.getState().settings
  return settings
    .getState()
    .change({ recent: [name, ...recent.filter((other) => other !== name)].slice(0, mostRecent) })
}
