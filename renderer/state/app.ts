import type { StoreApi } from 'zustand/vanilla'
import type { Catalogue, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Client } from '../engine/client.ts'
import { createFilms, type Films } from './films.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createMessages, type Messages } from './messages.ts'
import { createRoute, type Route } from './route.ts'
import { createSettings, type SettingsStore } from './settings.ts'
import { createStudyStore, type StudyStore } from './study.ts'

/** Everything a window holds; it knows no React. */
export interface App {
  readonly engine: WindowEngine
  readonly catalogue: Catalogue
  readonly settings: StoreApi<SettingsStore>
  readonly route: StoreApi<Route>
  readonly study: StoreApi<StudyStore>
  readonly jobs: StoreApi<Jobs>
  readonly films: StoreApi<Films>
  readonly messages: StoreApi<Messages>
}

export async function createApp({ engine, onNotice, onConnection }: Client): Promise<App> {
  const messages = createMessages()
  const study = createStudyStore(engine, messages)
  const route = createRoute()
  const jobs = createJobs()
  const [catalogue, settings] = await Promise.all([engine.catalogue({}), createSettings(engine)])
  const reopen = async () => {
    const { open } = study.getState()
    if (open === undefined) return
    try {
      const { revision, text } = await engine.openStudy({ study: open.name, takeOver: true })
      if (revision === open.revision) void study.getState().save()
      else study.getState().changedOnDisk(text, revision)
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
  return { engine, catalogue, settings, route, study, jobs, films, messages }
}

/** Opens a study in the window and remembers it among the recent ones. */
export async function openStudy(app: App, name: string, { takeOver = false } = {}): Promise<void> {
  try {
    await app.study.getState().close()
    app.study.getState().show(await app.engine.openStudy({ study: name, takeOver }))
    app.route.getState().go('line')
    await remember(app, name)
  } catch (error) {
    app.messages.getState().fail(error)
  }
}

/** Creates a study from the text of a line and opens it. */
export async function createStudy(app: App, name: string, text: string): Promise<void> {
  try {
    await app.study.getState().close()
    app.study.getState().show(await app.engine.createStudy({ study: name, text }))
    app.route.getState().go('line')
    await remember(app, name)
  } catch (error) {
    app.messages.getState().fail(error)
  }
}

const mostRecent = 10

function remember({ settings }: App, name: string): Promise<void> {
  const { recent } = settings.getState().settings
  return settings
    .getState()
    .change({ recent: [name, ...recent.filter((other) => other !== name)].slice(0, mostRecent) })
}
