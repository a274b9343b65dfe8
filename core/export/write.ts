import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ClosedLoop } from '../dream/closed-loop.ts'
import { toOnnx } from '../graph/onnx.ts'
import { writeBlocks } from './block.ts'
import { verifyClosedLoop } from './closed-loop.ts'
import { instructions } from './instructions.ts'
import { channelsOf, gainsOf, type Manifest, sha256, versions } from './manifest.ts'
import { policyVectors, verifyOpenLoop } from './open-loop.ts'
import { ExportError, policyGraph } from './policy.ts'
import { rulesText } from './rules-text.ts'
import { testVectors } from './test-vectors.ts'

export interface ExportRequest {
  /** The policy in the loop that it was judged in. */
  readonly loop: ClosedLoop
  /** The policy's flat vector. */
  readonly parameters: Float32Array
  /** The line file as it was read. */
  readonly lineText: string
  /** Factors on the PID loops' gains with which it was judged, [2·PID loops]. */
  readonly tuning: Float32Array | undefined
  /** The judge's verdict; goes into the manifest as JSON. */
  readonly verdict: unknown
  /** A folder that does not exist yet. */
  readonly directory: string
  /** Share of its trims and corrections, 0 to 1, with which the block of a policy over loops begins. Default 1. */
  readonly authority?: number
}

export interface ExportHooks {
  /** How many of the steps are done. */
  onStep?(done: number, total: number): void
  readonly signal?: AbortSignal
}

/** The blocks, their vectors, the open loop, the closed loop, the folder. */
const steps = 5

const openLoopScans = 10_000
const writtenVectors = 200
/** Beyond this share of the range it is not rounding that parts the block from the policy. */
const plainlyWrong = 1e-3

/**
 * Writes a policy for the PLC with the evidence that it computes what was judged: the line's `.st`, `policy.onnx`,
 * `test-vectors.csv`, `manifest.json`, `README.txt` and, for rules, `rules.txt`. All of it appears at once or not at all, and the same request
 * gives the same bytes. Throws an `ExportError` where the folder exists or the policy cannot be exported.
 */
export async function exportPolicy(request: ExportRequest, hooks: ExportHooks = {}): Promise<Manifest> {
  const { loop, parameters, lineText, tuning, verdict, authority = 1 } = request
  const { signal } = hooks
  let done = 0
  const step = () => {
    signal?.throwIfAborted()
    hooks.onStep?.(done++, steps)
  }
  const directory = resolve(request.directory)
  if (await exists(directory)) throw taken(directory)
  const { line } = loop
  step()
  const policy = await policyGraph(loop, parameters)
  const blocks = writeBlocks(policy, authority)
  const { names } = blocks
  step()
  const vectors = await policyVectors(policy, names, openLoopScans, signal)
  step()
  const openLoop = await verifyOpenLoop(policy, blocks, vectors, signal)
  step()
  const closedLoop = await verifyClosedLoop(loop, policy, blocks, tuning, signal)
  step()
  if (!(openLoop.largest <= plainlyWrong)) {
    const message = `The block differs from the policy by ${openLoop.largest} of the range`
    throw new ExportError(message, 'Nothing was written; please report this line and policy')
  }
  const onnx = toOnnx(policy.outputs)
  const csv = testVectors(names, vectors.slice(0, writtenVectors))
  const manifest: Manifest = {
    line: line.name,
    policy: loop.controller.name,
    scan: line.scan,
    blocks: { sense: names.sense, apply: names.apply },
    authority: names.isDirect ? null : authority,
    signals: channelsOf(line.signals, names.signals),
    controls: channelsOf(line.controls, names.controls),
    loops: gainsOf(line, names, tuning),
    verification: { holds: openLoop.holds && closedLoop.together.holds, openLoop, closedLoop },
    verdict: verdict ?? null,
    sha256: {
      line: sha256(lineText),
      parameters: sha256(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength)),
      onnx: sha256(onnx),
      structuredText: sha256(blocks.text),
      testVectors: sha256(csv),
    },
    versions,
  }
  await writeFolder(directory, {
    [`${line.name}.st`]: blocks.text,
    'policy.onnx': onnx,
    'test-vectors.csv': csv,
    'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.txt': instructions(line, names, manifest, policy.rules !== undefined),
    ...(policy.rules && { 'rules.txt': rulesText(line, policy.rules) }),
  })
  hooks.onStep?.(steps, steps)
  return manifest
}

/** Writes into a folder of its own beside `directory` and gives it its name when it is complete. */
async function writeFolder(directory: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const parent = dirname(directory)
  await mkdir(parent, { recursive: true })
  const unfinished = await mkdtemp(join(parent, '.unfinished-export-'))
  try {
    const folder = join(unfinished, 'export')
    await mkdir(folder)
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    if (await exists(directory)) throw taken(directory)
    await rename(folder, directory)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

const taken = (directory: string) =>
  new ExportError(`${directory} exists already`, 'Choose a folder that does not exist, or move this one away')

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
