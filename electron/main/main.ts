import { join } from 'node:path'
import * as electron from 'electron'
import { startMain } from './start-main.ts'

/** As `bundle.ts` lays things out: this file lies in `out/electron`. */
const here = import.meta.dirname

// Not awaited: Electron is ready only once this module has run.
startMain(electron, {
  window: join(here, '..', 'renderer'),
  samples: join(here, '..', '..', 'assets', 'lines'),
  preload: join(here, 'preload.cjs'),
  engine: join(here, 'engine.js'),
  trainer: join(here, 'trainer.js'),
}).catch((error: Error) => {
  electron.dialog.showErrorBox('Dreamline cannot start.', `Install it again if this comes back. (${error.message})`)
  electron.app.exit(1)
})
