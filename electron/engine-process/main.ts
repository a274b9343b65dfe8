import { createWindowEngine } from '../../core/engine/window/window-engine.ts'
import { takeKeys } from './key-messages.ts'
import { electronPort, parentChannel } from './parent.ts'
import { serveShell } from './serve.ts'
import { trainersOver } from './trainers.ts'

const [studies, settings, samples] = process.argv.slice(2)
if (studies === undefined || settings === undefined || samples === undefined) {
  throw new Error('usage: main.ts STUDIES SETTINGS SAMPLES')
}

const parent = parentChannel()
takeKeys(parent)
const places = { studies, settings, samples }
serveShell(createWindowEngine(electronPort() ? { ...places, spawn: trainersOver(parent) } : places), parent)
