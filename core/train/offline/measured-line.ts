import type { Line, Place } from '../../line/line.ts'

/** A line with those goals and limits alone that its signals measure, and what the others are called. */
export interface MeasuredLine {
  readonly line: Line
  readonly unmeasured: readonly string[]
}

/** What of a line's goals and limits its readings can be scored by. */
export function measuredLine(line: Line): MeasuredLine {
  const isMeasured = ({ of }: { readonly of: Place }) =>
    line.signals.some((signal) => signal.of.component === of.component && signal.of.quantity === of.quantity)
  const { goals, limits } = line
  return {
    line: { ...line, goals: goals.filter(isMeasured), limits: limits.filter(isMeasured) },
    unmeasured: [...goals, ...limits].filter((each) => !isMeasured(each)).map(({ name }) => name),
  }
}
