import { defineConfig } from '@playwright/test'
import { findElectron } from '../../electron/binary.ts'

const electron = findElectron()

/** The whole window against the real engine; pictures of every screen are kept in `out/screenshots`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../out/e2e',
  // Trainings and SwiftShader share the processor.
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: { actionTimeout: 15_000 },
  projects: [
    { name: 'browser' },
    { name: 'missing' in electron ? `electron, skipped: ${electron.missing}` : 'electron' },
  ],
})
