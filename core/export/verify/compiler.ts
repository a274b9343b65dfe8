import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Difference } from './check.ts'

/** How a compiler is called for `source`, working in a folder of its own. */
type Call = (compiler: string, source: string) => readonly string[]

const calls: Readonly<Record<string, Call>> = {
  // matiec: its standard library lies in `lib` beside it, and else where it was built to look.
  iec2c(compiler, source) {
    const library = join(dirname(compiler), 'lib')
    return [...(existsSync(library) ? ['-I', library] : []), '-T', '.', source]
  },
  strucpp: (_, source) => [source, '-o', 'policy.cpp'],
}

const timeLimit = 60_000
/** Of what a compiler says, bytes. */
const longestOutput = 4000

/**
 * Has a compiler of somebody else translate Structured Text, in a temporary folder and without a shell. Gives what it said.
 * Throws a `Difference` where there is no such compiler, it is of no known kind, refuses the text or takes longer than a
 * minute.
 */
export async function compileWith(compiler: string, text: string, signal?: AbortSignal): Promise<string> {
  const call = calls[basename(compiler).replace(/\.(exe|cmd|js)$/i, '')]
  if (call === undefined) {
    throw new Difference(`how to call ${basename(compiler)} is not known: name ${Object.keys(calls).join(' or ')}.`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'dreamline-compiler-'))
  try {
    const source = 'policy.st'
    await writeFile(join(folder, source), text)
    const { code, output } = await run(compiler, call(compiler, source), folder, signal)
    if (code !== 0) throw new Difference(`it ended with ${code}:\n${output}`)
    return `it takes the blocks and the test bench.${output === '' ? '' : `\n${output}`}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(
  compiler: string,
  parameters: readonly string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, parameters, {
      cwd,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeLimit,
      killSignal: 'SIGKILL',
      windowsHide: true,
      ...(signal && { signal }),
    })
    let output = ''
    const hear = (chunk: Buffer) => {
      if (output.length < longestOutput) output += chunk.toString('utf8')
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? `there is none at ${compiler}.` : `it does not start: ${error.message}`
      reject(error.name === 'AbortError' ? error : new Difference(reason))
    })
    child.on('close', (code, killed) => {
      if (code === null) reject(new Difference(`it was ended by ${killed}; it may take ${timeLimit / 1000} s.`))
      else resolve({ code, output: escaped(output.slice(0, longestOutput).trim()) })
    })
  })
}

/** Without what a terminal would obey. */
const escaped = (output: string) =>
  output
    .replace(/\r\n/g, '\n')
    .replace(/[^\P{Control}\n\t]/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
