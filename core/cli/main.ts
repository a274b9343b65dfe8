#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
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

const { stdin, stdout, stderr } = process

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stderr })
  try {
    return /^\s*y(es)?\s*$/i.test(await terminal.question(`${question} [y/N] `, { signal: stop.signal }))
  } finally {
    terminal.close()
  }
}

const terminal = { stdout, stderr, ...(stdin.isTTY && { confirm }) }
process.exitCode = await runCommandLine(process.argv.slice(2), createEngine(), terminal, stop.signal)
