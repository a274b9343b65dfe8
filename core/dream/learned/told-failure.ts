import { type Seconds, seconds } from '../../line/dimension.ts'
import type { Failure, Line } from '../../line/line.ts'
import type { Fault } from '../../scenario/scenario.ts'

/** What somebody told of, once: how long, and by which failures of the line it comes about in part. */
export interface Telling {
  readonly duration: Seconds
  /** Onsets count from when the telling begins. */
  readonly faults: readonly Fault[]
}

/** What somebody told of, and the failure as which it occurs. */
export interface Happening {
  readonly text: string
  readonly failure: Failure
  readonly tellings: readonly Telling[]
}

/** No kind of equipment and no instrument has it: the balances do not know what was told. */
const toldMode = 'as told'

/** The happenings with these texts, each as a failure that no other failure is called like. */
export function happeningsOf(line: Line, told: ReadonlyMap<string, readonly Telling[]>): readonly Happening[] {
  const names = new Set(line.failures.map(({ name }) => name))
  return [...told].map(([text, tellings]) => {
    // A name may become the name of a metric, which is one line.
    const plain = `told: ${text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()}`
    let name = plain
    for (let number = 2; names.has(name); number++) name = `${plain} (${number})`
    names.add(name)
    const duration = seconds(Math.max(...tellings.map((telling) => telling.duration)))
    return { text, failure: toldFailure(line, name, duration), tellings }
  })
}

const toldFailure = (line: Line, name: string, duration: Seconds): Failure => ({
  name,
  on: line.name,
  mode: toldMode,
  rate: 0,
  severity: [0, 1],
  profile: 'step',
  ramp: seconds(0),
  period: line.horizon,
  duration,
  unit: '',
})

/** The line on which these happenings are failures, after its own. */
export const withHappenings = (line: Line, happenings: readonly Happening[]): Line => ({
  ...line,
  failures: [...line.failures, ...happenings.map(({ failure }) => failure)],
})
