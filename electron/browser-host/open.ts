import { type HostOptions, readOptions, usage } from './options.ts'
import { runBrowserHost } from './run.ts'

/** Runs the browser host as the arguments say; says what is wrong with them and sets the exit code to 2. */
export async function openBrowserHost(arguments_: readonly string[]): Promise<void> {
  let options: HostOptions
  try {
    options = readOptions(arguments_, process.env)
  } catch (error) {
    return refuse(`${(error as Error).message}\n\n${usage}`)
  }
  try {
    await runBrowserHost(options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    refuse(`Port ${options.port} is taken. Take another with --port, or none.`)
  }
}

function refuse(message: string): void {
  console.error(message)
  process.exitCode = 2
}
