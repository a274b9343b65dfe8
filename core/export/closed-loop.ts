import { isDeepStrictEqual } from 'node:util'
import type { ClosedLoop } from '../dream/closed-loop.ts'
import { blockOf } from '../dream/layout.ts'
import type { Control, Line, Signal } from '../line/line.ts'
import { writeCourses } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../scenario/sample.ts'
import { type Agreement, type Compared, compareOver } from './agreement.ts'
import type { PolicyBlocks } from './block.ts'
import type { BlockNames } from './block-names.ts'
import { type Columns, drive, engineering, see, si } from './blocks-in-loop.ts'
import type { Scale } from './engineering.ts'
import { modes } from './guard/settings.ts'
import { type SenseInputs, startPlc } from './plc.ts'
import type { PolicyGraph } from './policy.ts'
import { cutScan } from './sections.ts'

const tolerance = 1e-4
const scans = 1000
const seed = 20_260_103

/** The closed loop with the exported blocks in it. */
export interface ClosedLoopAgreement {
  /** Scan by scan on the line that the blocks drive: what the policy in ONNX Runtime does there, with its own memory. */
  readonly together: Agreement
  /** Two dreams that run apart. On a line that amplifies roundings this one grows without any error of the block. */
  readonly apart: Agreement
  /** The same block with its guard awake, looking on. */
  readonly guarded: GuardedAgreement
}

/** The guard changes nothing while it is silent. */
export interface GuardedAgreement {
  readonly scans: number
  /** Scans in which STATUS was 0. */
  readonly silent: number
  /** In those it gave, to the bit, what the block in MODE 3 gave, which does not ask for limits and envelope. */
  readonly holds: boolean
}

/**
 * The line dreamt with the same noise and faults for 1,000 scans, with the policy in ONNX Runtime and the limits of the
 * dream, and with the exported blocks in the virtual PLC, in the MODE that leaves every decision to the policy. Compares
 * controls and true values. `tuning` holds factors on the PID loops' gains, [2·PID loops].
 */
export async function verifyClosedLoop(
  loop: ClosedLoop,
  policy: PolicyGraph,
  blocks: PolicyBlocks,
  tuning: Float32Array | undefined,
  signal?: AbortSignal,
): Promise<ClosedLoopAgreement> {
  const { line, plant, course } = loop
  const { names } = blocks
  const sections = await cutScan(loop, policy, tuning)
  const { layout, start } = sections
  const plc = startPlc(blocks)
  const guarded = startPlc(blocks)
  let silent = 0
  let isSame = true
  const random = randomSource(seed)
  const together = compareOver(comparedIn(line, names))
  const apart = compareOver(comparedIn(line, names))
  const scansPerEpisode = Math.min(scans, Math.round(line.horizon / line.scan))
  const controlOf = (state: Float32Array) => engineering(blockOf(layout, state, 'control'), names.controls)
  const outcomeOf = (state: Float32Array) => [
    ...controlOf(state),
    ...engineering(blockOf(layout, state, 'truth').subarray(0, line.signals.length), names.signals),
  ]

  /** One scan of the policy in ONNX Runtime; `memory` is carried on. */
  const dream = async (
    state: Float32Array,
    seen: SenseInputs,
    memory: Record<string, Float32Array>,
    conditions: Columns,
  ) => {
    const inputs = {
      reading: si(seen.reading, names.signals),
      setpoint: si(seen.setpoint, names.setpoints),
      control: si(seen.control, names.controls),
    }
    const decided = await sections.decide({ ...inputs, ...memory })
    for (const { input, output } of policy.memory) memory[input] = decided[output] as Float32Array
    return (await sections.advance({ state, ...conditions, ...decided })).next as Float32Array
  }
  /** One scan of the exported blocks around the line's loops. */
  const run = async (state: Float32Array, seen: SenseInputs, conditions: Columns) => {
    const { sensed, columns } = await drive(sections, plc, names, state, seen, { mode: modes.check })
    const underGuard = guarded.sense(seen)
    if (underGuard.status === 0) {
      silent += 1
      isSame &&= isDeepStrictEqual([underGuard.shown, underGuard.wanted], [sensed.shown, sensed.wanted])
    }
    return (await sections.follow({ state, ...conditions, ...columns })).next as Float32Array
  }

  let courses: Float32Array = new Float32Array(0)
  let inDream = start
  let inPlc = start
  let memory: Record<string, Float32Array> = {}
  let shadowMemory: Record<string, Float32Array> = {}
  try {
    for (let scan = 0; scan < scans; scan++) {
      signal?.throwIfAborted()
      if (scan % scansPerEpisode === 0) {
        const isFaulty = scan > 0 && line.failures.length > 0
        const scenario = (isFaulty ? faultyScenario : faultFreeScenario)(line, plant.layout, random)
        courses = writeCourses(line, course, [scenario], 1)
        inDream = start
        inPlc = start
        memory = Object.fromEntries(policy.memory.map((block) => [block.input, block.start]))
        shadowMemory = { ...memory }
        plc.reset()
        guarded.reset()
      }
      const conditions = {
        courses,
        time: Float32Array.of((scan % scansPerEpisode) * line.scan),
        noise: Float32Array.from({ length: loop.noiseRows }, () => random.normal()),
        chance: Float32Array.from({ length: loop.stepsPerScan * plant.layout.chances }, () => random.next()),
      }
      const seen = await see(sections, names, inPlc, conditions)
      const shadow = outcomeOf(await dream(inPlc, seen, shadowMemory, conditions))
      inDream = await dream(inDream, await see(sections, names, inDream, conditions), memory, conditions)
      inPlc = await run(inPlc, seen, conditions)
      together.add(outcomeOf(inPlc), shadow)
      apart.add(outcomeOf(inPlc), outcomeOf(inDream))
    }
  } finally {
    await sections.release()
  }
  return {
    together: together.result(tolerance),
    apart: apart.result(tolerance),
    guarded: { scans, silent, holds: isSame },
  }
}

function comparedIn(line: Line, names: BlockNames): readonly Compared[] {
  const compared = ({ low, high, unit }: Signal | Control, { factor }: Scale, name: string) => ({
    name,
    unit,
    range: (high - low) / factor,
  })
  return [
    ...line.controls.map((control, row) => compared(control, names.controls[row]!.scale, control.tag)),
    ...line.signals.map((signal, row) => compared(signal, names.signals[row]!.scale, `${signal.tag} (true value)`)),
  ]
}
