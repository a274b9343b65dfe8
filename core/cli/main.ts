#!/usr/bin/env node
import { createEngine } from '../engine/engine.ts'
import { runCommandLine } from './command-line.ts'

const stop = new AbortController()
// Once: a second Ctrl-C ends the process at once.
process.once('SIGINT', () => stop.abort())
// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

process.exitCode = await runCommandLine(process.argv.slice(2), createEngine(), process, stop.signal)
