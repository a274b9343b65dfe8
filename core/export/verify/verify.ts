import { readLine } from '../../line/read.ts'
import type { Agreement } from '../agreement.ts'
import { blockNames } from '../block-names.ts'
import { countOperations, type OperationCounts, sumOf, totalOf } from '../evidence/operations.ts'
import { runTestBench } from '../evidence/run-test-bench.ts'
import { sha256 } from '../manifest.ts'
import { verifyOpenLoop } from '../open-loop.ts'
import { readTestVectors } from '../test-vectors.ts'
import { check } from '../virtual-plc/check.ts'
import { parse } from '../virtual-plc/parse.ts'
import { type Check, checked, Difference } from './check.ts'
import { type ExportedFolder, readExportedFolder } from './exported-folder.ts'
import { verifyOnnx } from './onnx-vectors.ts'
import { wellFormed } from './well-formed.ts'

/** No block of a policy is that large, operations a scan: a text that asks for more is not run. */
const mostOperations = 50_000_000

/**
 * Repeats every check of an exported folder. Throws an `ExportError` where there is no export to check; whatever of it does
 * not hold is a check that fails.
 */
export async function verifyExport(
  directory: string,
  signal?: AbortSignal,
): Promise<{ readonly folder: ExportedFolder; readonly checks: readonly Check[] }> {
  const folder = await readExportedFolder(directory)
  const { manifest, files } = folder
  const { line } = manifest
  const text = (name: string) => {
    const content = files.get(name)
    if (content === undefined) throw new Difference(`${name} is not there.`)
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  }
  const checks: Check[] = [await checked('Hashes of the files', () => hashesOf(folder))]
  const add = async (name: string, work: () => string | Promise<string>) => {
    signal?.throwIfAborted()
    const done = await checked(name, work)
    checks.push(done)
    return done.state === 'holds'
  }

  const isBlock = await add('The block parses and checks', () => blockText(folder, text(`${line}.st`)))
  const isLine = await add('The line file', () => {
    const name = `${line}.line.yaml`
    readLine(text(name), name)
    if (sha256(text(name)) === manifest.sha256.line) return 'reads, and is the one that was exported.'
    throw new Difference(`${name} is not the line file of this export.`)
  })
  if (isLine) {
    const described = readLine(text(`${line}.line.yaml`), line)
    const names = blockNames(described, manifest.authority === null)
    const vectors = () => readTestVectors(names, text('test-vectors.csv'))
    await add('policy.onnx gives the test vectors in ONNX Runtime', async () => {
      const onnx = files.get('policy.onnx')
      if (onnx === undefined) throw new Difference('policy.onnx is not there.')
      return agreed(await verifyOnnx(described, names, onnx, manifest.state, vectors(), signal))
    })
    if (isBlock) {
      await add('The block gives the test vectors in the virtual PLC', async () =>
        agreed(await verifyOpenLoop({ line: described }, { names, text: text(`${line}.st`) }, vectors(), signal)),
      )
    }
  }
  if (isBlock) {
    await add('The test bench passes in the virtual PLC', () =>
      benchText(folder, text(`${line}.st`), text(`${line}-test.st`)),
    )
  }
  await add('Every file is well-formed', () => wellFormed(files))
  return { folder, checks }
}

function hashesOf({ manifest, files }: ExportedFolder): string {
  for (const [name, hash] of Object.entries(manifest.files)) {
    const content = files.get(name)
    if (content === undefined) throw new Difference(`${name} is not there.`)
    if (sha256(content) !== hash)
      throw new Difference(`${name} has changed: its SHA-256 is ${sha256(content)}, not ${hash}.`)
  }
  const sums = files.get('SHA256SUMS')
  if (sums === undefined) throw new Difference('SHA256SUMS is not there.')
  const known = ['manifest.json', ...Object.keys(manifest.files)]
  const lines = Buffer.from(sums).toString('utf8').split('\n')
  for (const name of known) {
    if (!lines.includes(`${sha256(files.get(name)!)}  ${name}`)) {
      throw new Difference(`SHA256SUMS does not have ${name} as it is.`)
    }
  }
  const others = [...files.keys()].filter((name) => name !== 'SHA256SUMS' && !known.includes(name))
  const rest = others.length === 0 ? '' : ` Not part of the export: ${others.join(', ')}.`
  return `${known.length + 1} files are as they were written.${rest}`
}

function blockText({ manifest }: ExportedFolder, text: string): string {
  const { units } = check(parse(text))
  const blocks = [manifest.blocks.sense, manifest.blocks.apply].map((name) => {
    const unit = units.get(name.toUpperCase())
    if (unit?.kind !== 'FUNCTION_BLOCK') throw new Difference(`it holds no FUNCTION_BLOCK ${name}.`)
    return unit
  })
  const counts = bounded(sumOf(blocks.map(countOperations)))
  for (const [kind, count] of Object.entries(counts)) {
    if (manifest.operations[kind] !== count) {
      throw new Difference(`its ${kind} are ${count} a scan, and ${manifest.operations[kind]} by the manifest.`)
    }
  }
  return `${totalOf(counts)} operations a scan, as the manifest has them.`
}

function benchText({ manifest }: ExportedFolder, blocks: string, text: string): string {
  const unit = check(parse(`${blocks}\n${text}`)).units.get(manifest.testBench.program.toUpperCase())
  if (unit?.kind !== 'PROGRAM') throw new Difference(`it holds no PROGRAM ${manifest.testBench.program}.`)
  bounded(countOperations(unit))
  const result = runTestBench(blocks, { ...manifest.testBench, text })
  if (result.passed) return `PASS after ${result.scans} scans.`
  const { scan, output, actual, expected } = result
  throw new Difference(`FAIL: in scan ${scan} ${output} is ${actual} instead of ${expected}.`)
}

function bounded(counts: OperationCounts): OperationCounts {
  if (totalOf(counts) > mostOperations) throw new Difference('it is larger than any block of a policy.')
  return counts
}

function agreed({ scans, differences, tolerance, holds }: Agreement): string {
  const worst = differences.reduce((a, b) => (b.ofRange > a.ofRange ? b : a))
  const text = `${worst.name} differs most, by ${worst.ofRange} of its range (tolerance ${tolerance}), over ${scans} scans.`
  if (holds) return text
  throw new Difference(text)
}
