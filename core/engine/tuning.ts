import { pidLoops } from '../dream/loops.ts'
import { seconds } from '../line/dimension.ts'
import type { Line, PidLoop } from '../line/line.ts'
import { formatQuantity } from '../line/quantity.ts'
import { parseUnit } from '../line/unit.ts'

/** Gains of one PID loop in SI, as a study keeps them. */
export interface Gains {
  readonly loop: string
  readonly gain: number
  readonly integral: number
}

export const gainsOf = (line: Line): readonly Gains[] =>
  pidLoops(line).map(({ tag, gain, integral }) => ({ loop: tag, gain, integral }))

/** What a line's gains, tuned with a seed, are called among the settings of a study. */
export const gainsSetting = (seed: number): string => `gains tuned with seed ${seed}`

/** The line with the given gains in its loops. */
export function withGains(line: Line, gains: readonly Gains[]): Line {
  const loops = line.loops.map((loop) => {
    const found = gains.find((candidate) => candidate.loop === loop.tag)
    return loop.kind === 'pid' && found ? { ...loop, gain: found.gain, integral: seconds(found.integral) } : loop
  })
  return { ...line, loops }
}

/** Gain and integral time in the units of the loop's signal and control. */
export function gainText(
  line: Line,
  loop: PidLoop,
): { readonly loop: string; readonly gain: string; readonly integral: string } {
  const signal = line.signals.find(({ tag }) => tag === loop.signal)?.unit ?? ''
  const control = line.controls.find(({ tag }) => tag === loop.control)?.unit ?? ''
  const per = (parseUnit(signal)?.factor ?? 1) / (parseUnit(control)?.factor ?? 1)
  const unit = signal === 'degC' ? 'K' : signal
  return {
    loop: loop.tag,
    gain: `${Number((loop.gain * per).toPrecision(4))} ${control}/${unit}`,
    integral: Number.isFinite(loop.integral) ? formatQuantity(Math.round(loop.integral * 10) / 10, 's') : 'none',
  }
}
