import type { HostOptions } from './options.ts'
import { runBrowserHost } from './run.ts'

/** Runs the browser host; where its port is taken, says so and leaves 2 as the exit code. */
export async function openBrowserHost(options: HostOptions): Promise<void> {
  try {
    await runBrowserHost(options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    console.error(`Port ${options.port} is taken. Take another with --port, or none.`)
    process.exitCode = 2
  }
}
