import type { Line } from '../../line/line.ts'
import type { Advisor, Seen } from './advisor.ts'
import type { Look } from './observe.ts'
import type { Snapshot } from './plant-side.ts'
import { troubleIn } from './quality.ts'

/** What a policy wants in a scan, SI, in the order of its outputs; or why it wants nothing. */
export type Advice = { readonly wanted: readonly number[] } | { readonly withheld: string }

/** A policy beside a plant: it sees what the plant's own control sees, and only says what it wants. */
export interface Shadow {
  /** Never rejects. */
  advise(look: Pick<Look, 'snapshot'>): Promise<Advice>
  /** Time that the policy took for each of its answers, ms. */
  readonly computing: readonly number[]
}

/** Scans in which a policy only looks on, until what it remembers is of this plant. */
export const warmUpScans = 20

/** Sets a policy beside a plant. It looks on for some scans at first, and again after every break in what it sees. */
export function startShadow(line: Line, advisor: Advisor): Shadow {
  const computing: number[] = []
  let looks = 0
  let before: Snapshot['controls'] | undefined

  async function next({ snapshot }: Pick<Look, 'snapshot'>): Promise<Advice> {
    const trouble = troubleIn(line, snapshot)
    // What a server shows as applied is applied from now on: the policy asks what was applied until now.
    const controls = before
    before = trouble === undefined ? snapshot.controls : undefined
    if (trouble !== undefined || controls === undefined) {
      looks = 0
      return { withheld: trouble ?? lookingOn }
    }
    const seen = seenIn({ ...snapshot, controls })
    if (looks < warmUpScans) {
      looks += 1
      await advisor.lookOn(seen)
      return { withheld: lookingOn }
    }
    const start = performance.now()
    const wanted = await advisor.advise(seen)
    computing.push(performance.now() - start)
    return wanted.every(Number.isFinite) ? { wanted } : { withheld: 'the policy gave no number' }
  }
  return {
    computing,
    advise: (look) => next(look).catch((error) => ({ withheld: `the policy failed: ${String(error)}` })),
  }
}

const lookingOn = `the policy looks on for ${warmUpScans} scans`

const seenIn = ({ signals, setpoints, controls }: Snapshot): Seen => {
  const values = (samples: Snapshot['signals']) => Float32Array.from(samples, ({ value }) => value)
  return { reading: values(signals), setpoint: values(setpoints), control: values(controls) }
}
