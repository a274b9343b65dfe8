import { seconds } from '../../line/dimension.ts'
import { differenceUnit } from '../../line/file/names.ts'
import { instrumentModes } from '../../line/instrument.ts'
import type { Component, Failure, Line, Signal } from '../../line/line.ts'
import { difference } from '../../line/measure.ts'

/** A line some of whose failures are free: each may be there to any degree of its severity, at any time. */
export interface Freed {
  /** Its failures begin with those of the line it was made of, in their order. */
  readonly line: Line
  /** Rows of the free failures. */
  readonly free: readonly number[]
}

/** What is worse than the worst that a kind of equipment is known for, as a multiple of that. */
const beyondKnown = 4
/** The largest share that can be lost: of a pipe that is plugged all through, no flow could be computed. */
const largestShare = 0.98

/**
 * The line on which the equipment and signals with these tags behave in any way that their failure modes allow, alone or
 * together, and far worse than the line expects. All the rest of it does what its balances say.
 */
export function freed(line: Line, tags: readonly string[]): Freed {
  const freeOf = tags.flatMap((tag) => {
    const component = line.components.find((each) => each.tag === tag)
    const signal = line.signals.find((each) => each.tag === tag)
    return [...(component ? componentModes(component) : []), ...(signal ? signalModes(signal) : [])]
  })
  const isSame = (a: Failure, b: Failure) => a.on === b.on && a.mode === b.mode
  const listed = line.failures.map((failure) => {
    const free = freeOf.find((each) => isSame(each, failure))
    return free === undefined ? failure : { ...free, name: failure.name, severity: widest(free, failure) }
  })
  const others = freeOf.filter((free) => !line.failures.some((failure) => isSame(free, failure)))
  const failures = [...listed, ...others]
  return {
    line: { ...line, failures },
    free: failures.flatMap((failure, row) => (freeOf.some((free) => isSame(free, failure)) ? [row] : [])),
  }
}

const widest = ({ severity: [low, high] }: Failure, { severity }: Failure): Failure['severity'] => [
  Math.min(low, ...severity),
  Math.max(high, ...severity),
]

const failureOf = (on: string, mode: string, severity: Failure['severity'], unit: string): Failure => ({
  name: `${on} ${mode}`,
  on,
  mode,
  severity,
  unit,
  rate: 0,
  profile: 'step',
  ramp: seconds(0),
  period: seconds(1),
  duration: seconds(Infinity),
})

const componentModes = ({ tag, kind }: Component): readonly Failure[] =>
  Object.entries(kind.modes).map(([mode, { severity }]) => {
    const { low, high, dimension } = severity
    const isThereOrNot = low === high
    const worst = isThereOrNot ? high : dimension === 'fraction' ? largestShare : beyondKnown * high
    return failureOf(tag, mode, [0, worst], difference(dimension).units[0])
  })

/** What an instrument shows may be off by as much as its range. */
const signalModes = ({ tag, low, high, unit }: Signal): readonly Failure[] =>
  Object.entries(instrumentModes).map(([mode, { severity }]) =>
    severity.relative
      ? failureOf(tag, mode, [low - high, high - low], differenceUnit(unit))
      : failureOf(tag, mode, [0, severity.high], ''),
  )
