import { createHash } from 'node:crypto'
import onnxruntimePackage from 'onnxruntime-node/package.json' with { type: 'json' }
import dreamlinePackage from '../../package.json' with { type: 'json' }
import { pidLoops } from '../dream/loops.ts'
import type { Line } from '../line/line.ts'
import type { Agreement } from './agreement.ts'
import type { BlockNames } from './block-names.ts'
import type { ClosedLoopAgreement } from './closed-loop.ts'
import { type Scale, written, writtenDifference } from './engineering.ts'
import type { Evidence } from './evidence/evidence.ts'
import type { MemoryUse } from './evidence/memory-use.ts'
import type { OperationCounts } from './evidence/operations.ts'
import type { ScanTime } from './evidence/scan-time.ts'
import type { BenchForm } from './evidence/write-benches.ts'
import type { EnvelopeEvidence } from './guard/envelope-fit.ts'
import { handOverOf, limitsOnReadings } from './guard/settings.ts'
import type { WrittenTarget } from './writers/write-targets.ts'

interface Channel {
  readonly tag: string
  readonly unit: string
  readonly low: number
  readonly high: number
}

interface TagName {
  readonly tag: string
  readonly name: string
}

/** Gains with which the policy was judged, in the units of the line file. */
export interface LoopGains {
  readonly tag: string
  /** In units of the control per unit of the signal. */
  readonly gain: number
  /** s; null for no integral action. */
  readonly integral: number | null
  /** s */
  readonly derivative: number
}

/** How the guard in the blocks is set, and how often it would act in dreams like those of training. */
export interface GuardRecord {
  /** How long a hand-over takes unless the engineer says otherwise, s. */
  readonly handOver: number
  readonly fallback: 'the loops that it is wired to' | 'safe values' | "the line's loops inside the block"
  /** Interlocks and trips at which the policy is withdrawn. */
  readonly limits: readonly string[]
  readonly envelope: EnvelopeEvidence
}

/** What was exported and how far it can be trusted. The same policy gives the same bytes. */
export interface Manifest {
  readonly line: string
  readonly policy: string
  /** s */
  readonly scan: number
  readonly blocks: { readonly sense: string; readonly apply: string }
  /** Share of its trims and corrections with which the block begins; null for a policy that drives the controls itself. */
  readonly authority: number | null
  readonly guard: GuardRecord
  readonly signals: readonly Channel[]
  readonly controls: readonly Channel[]
  readonly loops: readonly LoopGains[]
  /** What the blocks call the tags of the line that they cannot name as they are. */
  readonly names: readonly TagName[]
  /** What was written for whom. */
  readonly targets: readonly WrittenTarget[]
  readonly verification: {
    /** Every block agrees within its tolerance. */
    readonly holds: boolean
    readonly openLoop: Agreement
    readonly closedLoop: ClosedLoopAgreement
  }
  readonly testBench: {
    readonly program: string
    readonly scans: number
    /** Of range and value together. */
    readonly tolerance: number
    /** What the program compares, in the order of its numbers, from 1: `BLOCK.OUTPUT`. */
    readonly outputs: readonly string[]
    /** In which other forms it was written, or why not. */
    readonly forms: readonly BenchForm[]
  }
  /** Of one scan of both blocks; where they branch, of the dearest branch. */
  readonly operations: OperationCounts
  /** Of one instance of each block, bytes. */
  readonly memory: MemoryUse
  readonly scanTimes: readonly ScanTime[]
  /** Each block of the policy's memory: an input and an output of policy.onnx, and what it begins with. */
  readonly state: readonly { readonly input: string; readonly output: string; readonly start: readonly number[] }[]
  /** What the export goes against; null where nothing objects to it. */
  readonly override: string | null
  readonly training: Evidence['training']
  readonly judged: Evidence['judged']
  readonly verdict: Evidence['verdict']
  /** How far dreams of the line can be trusted, by logs of the plant; null where none was compared. */
  readonly trust: { readonly sentence: string } | null
  /** SHA-256 of the line file and of the policy's parameters. */
  readonly sha256: { readonly line: string; readonly parameters: string }
  /** SHA-256 of every other file of the folder, by name; SHA256SUMS holds them and this file's own. */
  readonly files: Readonly<Record<string, string>>
  readonly versions: Readonly<Record<string, string>>
}

export const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

export const versions = { dreamline: dreamlinePackage.version, onnxruntime: onnxruntimePackage.version }

export function channelsOf(
  list: Line['signals'] | Line['controls'],
  names: BlockNames['signals'] | BlockNames['controls'],
): readonly Channel[] {
  return list.map(({ tag, unit, low, high }, row) => {
    const { scale } = names[row] as { readonly scale: Scale }
    return { tag, unit, low: written(scale, low), high: written(scale, high) }
  })
}

export const guardOf = (
  line: Line,
  { isDirect }: BlockNames,
  fallback: 'safe' | 'loops',
  envelope: EnvelopeEvidence,
): GuardRecord => ({
  handOver: handOverOf(line, isDirect).usual,
  fallback: isDirect
    ? fallback === 'safe'
      ? 'safe values'
      : "the line's loops inside the block"
    : 'the loops that it is wired to',
  limits: limitsOnReadings(line).map(({ name }) => name),
  envelope,
})
export const namesOf = ({ signals, setpoints, controls }: BlockNames): readonly TagName[] =>
  [
    ...signals.map(({ tag, reading }) => ({ tag, name: reading })),
    ...setpoints.map(({ loop, setpoint }) => ({ tag: loop.tag, name: setpoint })),
    ...controls.map(({ tag, control }) => ({ tag, name: control })),
  ].filter(({ tag, name }) => tag !== name)

/** `tuning` holds factors on gain and on 1/integral time, [2·PID loops]. */
export function gainsOf(line: Line, names: BlockNames, tuning: Float32Array | undefined): readonly LoopGains[] {
  const loops = pidLoops(line)
  return loops.map(({ tag, signal, control, gain, integral, derivative }, row) => {
    const { scale } = names.signals.find((candidate) => candidate.tag === signal)!
    const perControl = names.controls.find((candidate) => candidate.tag === control)!.scale
    const time = integral / (tuning?.[loops.length + row] ?? 1)
    return {
      tag,
      gain: digits(writtenDifference(perControl, gain * scale.factor) * (tuning?.[row] ?? 1)),
      integral: Number.isFinite(time) ? digits(time) : null,
      derivative: digits(derivative),
    }
  })
}

const digits = (value: number) => Number(value.toPrecision(6))
