#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { createEngine } from '../engine/engine.ts'
import { runCommandLine } from './command-line.ts'
import type { Ask } from './program.ts'

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

const ask: Ask = async (question, { secret = false } = {}) => {
  stderr.write(`${question} `)
  // What is typed is echoed to the interface's output.
  const output = secret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stderr
  const terminal = createInterface({ input: stdin, output, terminal: true })
  try {
    return await terminal.question('', { signal: stop.signal })
  } finally {
    terminal.close()
    if (secret) stderr.write('\n')
  }
}

const terminal = { stdout, stderr, ...(stdin.isTTY && { confirm, ask }) }
process.exitCode = await runCommandLine(process.argv.slice(2), createEngine(), terminal, stop.signal)
