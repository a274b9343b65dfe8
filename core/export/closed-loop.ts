import type { ClosedLoop } from '../dream/closed-loop.ts'
import { blockOf } from '../dream/layout.ts'
import type { Control, Signal } from '../line/line.ts'
import { writeCourses } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../scenario/sample.ts'
import { type Agreement, compareOver } from './agreement.ts'
import type { PolicyBlocks } from './block.ts'
import { fromSi, toSi } from './engineering.ts'
import { startPlc } from './plc.ts'
import type { PolicyGraph } from './policy.ts'
import { cutScan } from './sections.ts'

const tolerance = 1e-4
const scans = 1000
const seed = 20_260_103

/**
 * The line dreamt twice with the same noise and faults for 1,000 scans: once with the policy in ONNX Runtime and the
 * limits of the dream, once with the exported blocks in the virtual PLC. Compares controls and true values. `tuning`
 * holds factors on the PID loops' gains, [2·PID loops].
 */
export async function verifyClosedLoop(
  loop: ClosedLoop,
  policy: PolicyGraph,
  blocks: PolicyBlocks,
  tuning: Float32Array | undefined,
): Promise<Agreement> {
  const { line, plant, course } = loop
  const { names } = blocks
  const sections = await cutScan(loop, policy, tuning)
  const plc = startPlc(blocks)
  const random = randomSource(seed)
  const differences = compareOver([
    ...line.controls.map(compared),
    ...line.signals.map((signal) => ({ ...compared(signal), name: `${signal.tag} (true value)` })),
  ])
  const scansPerEpisode = Math.min(scans, Math.round(line.horizon / line.scan))
  const engineering = (values: Float32Array, scales: typeof names.signals | typeof names.controls) =>
    Array.from(values, (value, row) => fromSi((scales[row] as (typeof names.signals)[number]).scale, value))

  let courses = new Float32Array(0)
  let inOnnx = sections.start
  let inPlc = sections.start
  let memory: Record<string, Float32Array> = {}
  for (let scan = 0; scan < scans; scan++) {
    if (scan % scansPerEpisode === 0) {
      const isFaulty = scan > 0 && line.failures.length > 0
      const scenario = (isFaulty ? faultyScenario : faultFreeScenario)(line, plant.layout, random)
      courses = Float32Array.from(writeCourses(line, course, [scenario], 1))
      inOnnx = sections.start
      inPlc = sections.start
      memory = Object.fromEntries(policy.memory.map(({ input: name, start }) => [name, start]))
      plc.reset()
    }
    const shared = {
      courses,
      time: Float32Array.of((scan % scansPerEpisode) * line.scan),
      noise: Float32Array.from({ length: loop.noiseRows }, () => random.normal()),
      chance: Float32Array.from({ length: loop.stepsPerScan * plant.layout.chances }, () => random.next()),
    }

    const seen = await sections.measure({ state: inOnnx, ...shared })
    const decided = await sections.decide({ ...seen, control: blockOf(sections.layout, inOnnx, 'control'), ...memory })
    for (const { input: name, output } of policy.memory) memory[name] = decided[output] as Float32Array
    inOnnx = (await sections.advance({ state: inOnnx, ...shared, ...decided })).next as Float32Array

    const measured = await sections.measure({ state: inPlc, ...shared })
    const reading = engineering(measured.reading as Float32Array, names.signals)
    const setpoint = Array.from(measured.setpoint ?? [], (value, row) =>
      fromSi((names.setpoints[row] as (typeof names.setpoints)[number]).scale, value),
    )
    const last = engineering(blockOf(sections.layout, inPlc, 'control'), names.controls)
    const sensed = plc.sense({ reading, setpoint, control: last })
    const shown = Float32Array.from(sensed.shown, (value, row) => toSi(names.signals[row]!.scale, value))
    const asked = await sections.loops({ state: inPlc, shown, ...measured })
    const applied = plc.apply({
      reading,
      loop: engineering(asked.asked as Float32Array, names.controls),
      wanted: sensed.wanted,
      last,
    })
    const direct = Float32Array.from(applied.control, (value, row) => toSi(names.controls[row]!.scale, value))
    inPlc = (await sections.follow({ state: inPlc, ...shared, shown, direct })).next as Float32Array

    const outcome = (state: Float32Array) => [
      ...engineering(blockOf(sections.layout, state, 'control'), names.controls),
      ...engineering(blockOf(sections.layout, state, 'truth').slice(0, line.signals.length), names.signals),
    ]
    differences.add(outcome(inPlc), outcome(inOnnx))
  }
  await sections.release()
  return differences.result(tolerance)

  function compared({ tag, unit, low, high }: Signal | Control) {
    const all = [...names.signals, ...names.controls]
    const scale = all.find((candidate) => candidate.tag === tag)!.scale
    return { name: tag, unit, range: (high - low) / scale.factor }
  }
}
