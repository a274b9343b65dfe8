import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ClosedLoop } from '../dream/closed-loop.ts'
import { toOnnx } from '../graph/onnx.ts'
import { writeBlocks } from './block.ts'
import { verifyClosedLoop } from './closed-loop.ts'
import { type Evidence, objectionTo } from './evidence/evidence.ts'
import { cardInMarkdown, modelCard } from './evidence/model-card.ts'
import { costOf, headingOf, testBenchOf } from './evidence/of-blocks.ts'
import { evidenceReport } from './evidence/report.ts'
import { scanTimes } from './evidence/scan-time.ts'
import { benchTolerance } from './evidence/test-bench.ts'
import { writeBenches } from './evidence/write-benches.ts'
import { fitEnvelope } from './guard/envelope-fit.ts'
import { limitsOnReadings } from './guard/settings.ts'
import { instructions } from './instructions.ts'
import { channelsOf, gainsOf, guardOf, type Manifest, namesOf, sha256, versions } from './manifest.ts'
import { policyVectors, verifyOpenLoop } from './open-loop.ts'
import { ExportError, policyGraph } from './policy.ts'
import { programModel } from './program-model.ts'
import { rulesText } from './rules-text.ts'
import { testVectors } from './test-vectors.ts'
import { structuredText, stWriter } from './writers/st.ts'
import { writeTargets } from './writers/write-targets.ts'
import type { Writer } from './writers/writer.ts'

export interface ExportRequest {
  /** The policy in the loop that it was judged in. */
  readonly loop: ClosedLoop
  /** The policy's flat vector. */
  readonly parameters: Float32Array
  /** The line file as it was read. */
  readonly lineText: string
  /** Factors on the PID loops' gains with which it was judged, [2·PID loops]. */
  readonly tuning: Float32Array | undefined
  /** How far the dreams that it was judged in can be trusted, as logs of the plant have it; absent where none was compared. */
  readonly trust?: Manifest['trust']
  /** How it was trained and judged. What objects to the export stands at the head of every file. */
  readonly evidence: Evidence
  /** A folder that does not exist yet. */
  readonly directory: string
  /** Share of its trims and corrections, 0 to 1, with which the block of a policy over loops begins. Default 1. */
  readonly authority?: number
  /** Where a direct policy leaves the controls when it does not act. Default safe: their safe values. */
  readonly fallback?: 'safe' | 'loops'
  /** For whom it is written besides the Structured Text, which every export holds as it is what was checked. */
  readonly writers?: readonly Writer[]
}

export interface ExportHooks {
  /** How many of the steps are done. */
  onStep?(done: number, total: number): void
  readonly signal?: AbortSignal
}

/** The envelope, the blocks, their vectors, the open loop, the closed loop, the folder. */
const steps = 6

/** What is written once everything else is there. */
const laterFiles = ['README.txt', 'report.html', 'manifest.json', 'SHA256SUMS']
const openLoopScans = 10_000
const writtenVectors = 200
/** Beyond this share of the range it is not rounding that parts the block from the policy. */
const plainlyWrong = 1e-3

/**
 * Writes a policy for the PLC with the evidence that it computes what was judged: the line's `.st` and a test bench of it,
 * the files of every writer, `policy.onnx`, `test-vectors.csv`, the line file, `manifest.json`, `model-card.md`,
 * `report.html`, `README.txt`, for rules `rules.txt`, and `SHA256SUMS`. All of it appears at once or not at all, and the same request gives the same
 * bytes. Throws an `ExportError` where the folder exists or the policy cannot be exported.
 */
export async function exportPolicy(request: ExportRequest, hooks: ExportHooks = {}): Promise<Manifest> {
  const { loop, parameters, lineText, tuning, evidence, trust, authority = 1, fallback = 'safe' } = request
  const { signal } = hooks
  let done = 0
  const step = () => {
    signal?.throwIfAborted()
    hooks.onStep?.(done++, steps)
  }
  const directory = resolve(request.directory)
  if (await exists(directory)) throw taken(directory)
  const { line } = loop
  const objection = objectionTo(evidence)
  step()
  const policy = await policyGraph(loop, parameters)
  const fitted = await fitEnvelope(loop, parameters, tuning, limitsOnReadings(line), signal)
  step()
  const { names, text } = writeBlocks(policy, { authority, envelope: fitted.envelope, fallback, tuning })
  const program = programModel([...headingOf(objection), text].join('\n'))
  const blocks = { names, text: structuredText(program) }
  const onnx = toOnnx(policy.outputs, objection)
  const context = {
    name: line.name,
    title: line.title,
    scan: line.scan,
    blocks: [names.sense, names.apply],
    sha256: {
      line: sha256(lineText),
      parameters: sha256(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength)),
      onnx: sha256(onnx),
      structuredText: sha256(blocks.text),
    },
    version: versions.dreamline,
  }
  const targets = [...new Set([stWriter, ...(request.writers ?? [])])]
  const written = writeTargets(program, context, targets)
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
  const bench = testBenchOf(line, blocks, vectors, objection)
  const benches = writeBenches(blocks.text, bench, context, targets, written.files)
  const card = modelCard(line, names.isDirect, evidence)
  const { operations, memory } = costOf(blocks)
  const content: Record<string, string | Uint8Array> = {
    'policy.onnx': onnx,
    'test-vectors.csv': testVectors(names, vectors.slice(0, writtenVectors), objection),
    'model-card.md': cardInMarkdown(`${line.title}: model card of the policy`, card),
    [`${line.name}.line.yaml`]: lineText,
    [`${line.name}-test.st`]: bench.text,
  }
  const own = [...Object.keys(content), ...laterFiles].map((name) => name.toLowerCase())
  for (const { name, content: inForm } of [...written.files, ...benches.files]) {
    if (own.includes(name.toLowerCase())) {
      throw new ExportError(`A writer writes ${name}, which every export holds`, 'Rename it')
    }
    content[name] = inForm
  }
  const manifest: Manifest = {
    line: line.name,
    policy: loop.controller.name,
    scan: line.scan,
    blocks: { sense: names.sense, apply: names.apply },
    authority: names.isDirect ? null : authority,
    guard: guardOf(line, names, fallback, fitted.evidence),
    signals: channelsOf(line.signals, names.signals),
    controls: channelsOf(line.controls, names.controls),
    loops: gainsOf(line, names, tuning),
    verification: {
      holds: openLoop.holds && closedLoop.together.holds && closedLoop.guarded.holds,
      openLoop,
      closedLoop,
    },
    names: namesOf(names),
    targets: written.targets,
    testBench: {
      program: bench.program,
      scans: bench.scans,
      tolerance: benchTolerance,
      outputs: bench.outputs,
      forms: benches.forms,
    },
    operations,
    memory,
    scanTimes: scanTimes(operations),
    state: policy.memory.map(({ input, output, start }) => ({ input, output, start: [...start] })),
    override: objection ?? null,
    training: evidence.training,
    judged: evidence.judged,
    verdict: evidence.verdict,
    trust: trust ?? null,
    sha256: context.sha256,
    files: {},
    versions,
  }
  if (policy.rules !== undefined) content['rules.txt'] = rulesText(line, policy.rules)
  content['README.txt'] = instructions(line, names, manifest, policy.rules !== undefined)
  content['report.html'] = evidenceReport(line.title, { ...manifest, files: hashes(content) }, evidence, card)
  const complete = { ...manifest, files: hashes(content) }
  content['manifest.json'] = `${JSON.stringify(complete, null, 2)}\n`
  const sums = Object.entries(hashes(content)).map(([name, hash]) => `${hash}  ${name}`)
  await writeFolder(directory, { ...content, SHA256SUMS: `${sums.join('\n')}\n` })
  hooks.onStep?.(steps, steps)
  return complete
}

const hashes = (files: Readonly<Record<string, string | Uint8Array>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)]))

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
