#!/usr/bin/env node
import { type HostOptions, readOptions, usage } from './options.ts'
import { runBrowserHost } from './run.ts'

await main()

async function main(): Promise<void> {
  let options: HostOptions
  try {
    options = readOptions(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  try {
    await runBrowserHost(options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    console.error(`Port ${options.port} is taken. Take another with --port, or none.`)
    process.exitCode = 2
  }
}
