import { readFileSync } from 'node:fs'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { type PolicyBlocks, writeBlocks } from '../../../core/export/block.ts'
import { modes } from '../../../core/export/guard/settings.ts'
import { policyVectors } from '../../../core/export/open-loop.ts'
import { type PolicyGraph, policyGraph } from '../../../core/export/policy.ts'
import { type ProgramModel, programModel } from '../../../core/export/program-model.ts'
import type { WriterContext } from '../../../core/export/writers/writer.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { outputsOf } from '../../../core/train/tree/outputs.ts'
import { createQuantities } from '../../../core/train/tree/quantities.ts'
import { leavesOf } from '../../../core/train/tree/tree.ts'
import { createTreePolicy } from '../../../core/train/tree/tree-policy.ts'
import { inThreeDigits } from '../../../core/train/tree/written.ts'
import { randomTrees } from '../../train/tree/random-trees.ts'
import { testLoop, testParameters } from '../test-policy.ts'

/** A policy of random weights, its program and what it is called with. */
export interface WrittenPolicy {
  readonly blocks: PolicyBlocks
  readonly program: ProgramModel
  readonly context: WriterContext
  /** Inputs of the SENSE block, scan by scan; `undefined` where the block starts again. */
  readonly senseScans: readonly Scan[]
  /** Inputs of the APPLY block. */
  readonly applyScans: readonly Scan[]
  /** The span of each output's range, in its unit. */
  readonly spans: Readonly<Record<string, number>>
}

/** Inputs of one scan by name; TRUE is 1. */
export type Scan = Readonly<Record<string, number>>

export const lines = ['three-tank', 'pasteuriser', 'bottling'] as const

async function networkGraph(kind: 'trim' | 'direct', line: Line): Promise<PolicyGraph> {
  const loop = testLoop(kind, line)
  return policyGraph(loop, testParameters(loop.controller))
}

/** Rules of random cuts and numbers for every output. */
async function treeGraph(line: Line): Promise<PolicyGraph> {
  const observer = await createObserver(line)
  const { list } = createQuantities(line, observer)
  const outputs = outputsOf(line)
  const { trees, numbers } = randomTrees(list, [...outputs.keys()], 3, randomSource(3), 3)
  const activity = leavesOf(trees).map(() => ({ failing: 0.04, ordinary: 0, mean: 1 }))
  const { controller } = createTreePolicy(line, observer, { trees, activity })
  return policyGraph(closeLoop(compilePlant(line), controller), inThreeDigits(trees, outputs, list, numbers))
}

export async function writtenPolicy(
  name: string,
  kind: 'trim' | 'direct' | 'tree' = 'trim',
  count = 200,
): Promise<WrittenPolicy> {
  const file = `assets/lines/${name}.line.yaml`
  const line = readLine(readFileSync(file, 'utf8'), file)
  const policy = kind === 'tree' ? await treeGraph(line) : await networkGraph(kind, line)
  const blocks = writeBlocks(policy)
  const { names } = blocks
  const vectors = await policyVectors(policy, names, count)
  const random = randomSource(3)
  const senseScans = vectors.map(({ inputs }): Scan => {
    const luck = random.integer(20)
    const lost = luck === 0 ? names.signals[random.integer(names.signals.length)]!.reading : undefined
    const scan = {
      ENABLE: luck === 1 ? 0 : 1,
      MODE: [modes.check, modes.on, modes.shadow][random.integer(3)]!,
      HEARTBEAT: random.integer(3),
      ...Object.fromEntries(names.signals.map(({ good }) => [good, random.integer(40) === 0 ? 0 : 1])),
      ...(names.isDirect ? {} : { AUTHORITY: [1, 0.5, Number.NaN][random.integer(3)]! }),
      ...Object.fromEntries(names.signals.map(({ reading }, row) => [reading, inputs.reading[row]!])),
      ...Object.fromEntries(names.setpoints.map(({ setpoint }, row) => [setpoint, inputs.setpoint[row]!])),
      ...Object.fromEntries(names.controls.map(({ last }, row) => [last, inputs.control[row]!])),
    }
    return lost === undefined ? scan : { ...scan, [lost]: Number.NaN }
  })
  const program = programModel(blocks.text)
  const apply = program.units.find(({ spelling }) => spelling === names.apply)!
  const inputs = [...apply.variables.values()].filter(({ section }) => section === 'VAR_INPUT')
  const applyScans = Array.from({ length: count }, () =>
    Object.fromEntries(
      inputs.map(({ spelling }) => [spelling, random.integer(20) === 0 ? Number.NaN : 60 * random.normal()]),
    ),
  )
  const span = ({
    scale: { factor },
    row,
    of,
  }: {
    scale: { factor: number }
    row: number
    of: readonly { low: number; high: number }[]
  }) => (of[row]!.high - of[row]!.low) / factor
  const spans = Object.fromEntries([
    ...names.signals.map(({ shown, scale }, row) => [shown, span({ scale, row, of: line.signals })]),
    ...names.controls.flatMap(({ wanted, control, scale }, row) =>
      [wanted, control].map((output) => [output, span({ scale, row, of: line.controls })]),
    ),
  ])
  const context = {
    name: line.name,
    title: line.title,
    scan: line.scan,
    blocks: [names.sense, names.apply],
    sha256: {},
    version: '0',
  }
  return { blocks, program, context, senseScans, applyScans, spans }
}
