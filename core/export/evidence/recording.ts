import type { Line } from '../../line/line.ts'
import { randomSource } from '../../scenario/random.ts'
import type { PolicyBlocks } from '../block.ts'
import { written } from '../engineering.ts'
import { modes } from '../guard/settings.ts'
import type { Vector } from '../open-loop.ts'
import { type SenseSettings, startPlc } from '../plc.ts'
import { check } from '../virtual-plc/check.ts'
import type { CheckedUnit, Variable } from '../virtual-plc/checked.ts'
import { type Block, instantiate } from '../virtual-plc/machine.ts'
import { parse } from '../virtual-plc/parse.ts'
import type { Program } from '../virtual-plc/syntax.ts'
import { isScalar } from '../virtual-plc/types.ts'

/** What a block was given and what was right, call by call, by its declarations. */
export interface Recording {
  readonly block: string
  readonly inputs: readonly Column[]
  readonly outputs: readonly Column[]
}

/** A variable of a block over all calls; BOOL is 0 or 1. */
export interface Column {
  readonly variable: Variable
  readonly values: readonly number[]
}

const scansPerEpisode = 40
/** Scans in which the guard is at work, and the HEARTBEAT at which it stops. */
const guardedScans = 20
const beats = 5
/** What the policy itself computes, whatever the guard would say. */
const asJudged: SenseSettings = { mode: modes.check }
const seed = 20_260_104

/**
 * Both blocks over two short episodes of `vectors`: the first from a cold start, the second begun with a call without
 * ENABLE, which starts memory again as well; then some scans with the guard in force, readings of bad quality and a
 * HEARTBEAT that stops. Every declared input is recorded as it was given or as it stood by default. Due are the outputs
 * that the policy has in ONNX Runtime; for all others (states, what APPLY gives for loops that ask for anything, and
 * whatever the guard makes of it) those of the virtual PLC.
 */
export function recordScans(line: Line, blocks: PolicyBlocks, vectors: readonly Vector[]): readonly Recording[] {
  const { names } = blocks
  const { units } = check(parse(blocks.text))
  const recorders = [names.sense, names.apply].map((name) => recorderOf(units.get(name.toUpperCase()) as CheckedUnit))
  const plc = startPlc(blocks, (program, name) => recorders.find(({ block }) => block === name)!.start(program))
  const random = randomSource(seed)
  const due: (Vector | undefined)[] = []

  const call = (vector: Vector, settings: SenseSettings) => {
    const { reading, control } = vector.inputs
    const { wanted } = plc.sense(vector.inputs, settings)
    const loop = names.controls.map(({ scale }, row) => {
      const [low, high] = [written(scale, line.controls[row]!.low), written(scale, line.controls[row]!.high)]
      return Math.fround(low + (high - low) * (1.4 * random.next() - 0.2))
    })
    plc.apply({ reading, loop, wanted, last: control })
    due.push(settings === asJudged ? vector : undefined)
  }
  const [first = [], second = []] = Map.groupBy(vectors, ({ episode }) => episode).values()
  for (const vector of first.slice(0, scansPerEpisode)) call(vector, asJudged)
  for (const vector of second.slice(0, 1)) call(vector, { enable: false })
  for (const vector of second.slice(0, scansPerEpisode)) call(vector, asJudged)
  second.slice(0, guardedScans).forEach((vector, scan) => {
    const good = names.signals.map((_, row) => scan !== 2 * row + 3)
    call(vector, { mode: modes.on, heartbeat: Math.min(scan, beats), good })
  })

  const known = new Map([
    ...names.signals.map(({ shown }, row) => [shown.toUpperCase(), (vector: Vector) => vector.shown[row]] as const),
    ...names.controls.map(({ wanted }, row) => [wanted.toUpperCase(), (vector: Vector) => vector.wanted[row]] as const),
  ])
  return recorders.map(({ block, recording }) => {
    const { inputs, outputs } = recording()
    if (block !== names.sense) return { block, inputs, outputs }
    const dueOf = (name: string, values: readonly number[]) =>
      values.map((value, call) => (due[call] && known.get(name)?.(due[call])) ?? value)
    return {
      block,
      inputs,
      outputs: outputs.map(({ variable, values }) => ({ variable, values: dueOf(variable.name, values) })),
    }
  })
}

/** Makes an instance of a block that notes its scalar inputs and outputs at every scan. */
function recorderOf(unit: CheckedUnit) {
  const columns = [...unit.variables.values()]
    .filter(({ section, type }) => isScalar(type) && (section === 'VAR_INPUT' || section === 'VAR_OUTPUT'))
    .map((variable) => ({ variable, values: [] as number[] }))
  return {
    block: unit.name,
    start(program: Program): Block {
      const block = instantiate(program, unit.name)
      const note = (section: Variable['section']) => {
        for (const { variable, values } of columns) {
          if (variable.section === section) values.push(Number(block.get(variable.name)))
        }
      }
      return {
        ...block,
        scan() {
          note('VAR_INPUT')
          block.scan()
          note('VAR_OUTPUT')
        },
      }
    },
    recording: () => ({
      inputs: columns.filter(({ variable }) => variable.section === 'VAR_INPUT'),
      outputs: columns.filter(({ variable }) => variable.section === 'VAR_OUTPUT'),
    }),
  }
}
