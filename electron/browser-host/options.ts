import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { usualSettings, usualStudies } from '../places.ts'

export interface HostOptions {
  readonly port: number
  readonly studies: string
  readonly settings: string
  readonly open: boolean
  readonly endsWithStdin: boolean
}

const usage = `usage: npm start -- [options]

  --studies DIR      where studies lie (default: Dreamline in your home)
  --settings FILE    where settings are kept
  --port N           on 127.0.0.1 (default: any that is free)
  --no-open          do not open the browser
  --ends-with-stdin  end when standard input does
`

/** What the arguments of a command ask for; where they are none of these, says so and leaves 2 as the exit code. */
export function askedOptions(arguments_: readonly string[], environment: NodeJS.ProcessEnv): HostOptions | undefined {
  try {
    return readOptions(arguments_, environment)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

function readOptions(arguments_: readonly string[], environment: NodeJS.ProcessEnv): HostOptions {
  const { values } = parseArgs({
    args: [...arguments_],
    allowNegative: true,
    options: {
      studies: { type: 'string', default: usualStudies() },
      settings: { type: 'string', default: usualSettings(environment) },
      port: { type: 'string', default: '0' },
      open: { type: 'boolean', default: true },
      'ends-with-stdin': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`'${values.port}' is no port`)
  return {
    port,
    studies: resolve(values.studies),
    settings: resolve(values.settings),
    open: values.open,
    endsWithStdin: values['ends-with-stdin'],
  }
}
