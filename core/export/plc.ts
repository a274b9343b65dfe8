import type { PolicyBlocks } from './block.ts'
import { instantiate } from './virtual-plc/machine.ts'
import { parse } from './virtual-plc/parse.ts'

/** What the SENSE block is shown, in the engineer's units. */
export interface SenseInputs {
  readonly reading: readonly number[]
  readonly setpoint: readonly number[]
  readonly control: readonly number[]
}

/** The exported blocks at work in the virtual PLC, everything in the engineer's units. */
export interface Plc {
  /**
   * One call of SENSE: readings for the loops to see, and trims (or the controls wanted). With the full authority, with which
   * the policy was judged, unless another is given.
   */
  sense(
    inputs: SenseInputs,
    enable?: boolean,
    authority?: number,
  ): { readonly shown: number[]; readonly wanted: number[]; readonly status: number }
  /** One call of APPLY. `loop` is what the loops ask for; a direct policy takes none. */
  apply(inputs: {
    reading: readonly number[]
    loop: readonly number[]
    wanted: readonly number[]
    last: readonly number[]
  }): {
    readonly control: number[]
    readonly status: number
  }
  /** As after a cold start. */
  reset(): void
}

export function startPlc({ names, text }: PolicyBlocks): Plc {
  const program = parse(text)
  const sense = instantiate(program, names.sense)
  const apply = instantiate(program, names.apply)
  const watched = names.signals.map(({ tag }) => names.interlocks.some(({ signal }) => signal === tag))
  const give = (block: typeof sense, inputs: readonly string[], values: readonly number[]) =>
    inputs.forEach((name, row) => {
      block.set(name, values[row] as number)
    })
  const take = (block: typeof sense, outputs: readonly string[]) => outputs.map((name) => Number(block.get(name)))
  return {
    sense(inputs, enable = true, authority = 1) {
      sense.set('ENABLE', enable)
      if (!names.isDirect) sense.set('AUTHORITY', authority)
      give(
        sense,
        names.signals.map(({ reading }) => reading),
        inputs.reading,
      )
      give(
        sense,
        names.setpoints.map(({ setpoint }) => setpoint),
        inputs.setpoint,
      )
      give(
        sense,
        names.controls.map(({ last }) => last),
        inputs.control,
      )
      sense.scan()
      return {
        shown: take(
          sense,
          names.signals.map(({ shown }) => shown),
        ),
        wanted: take(
          sense,
          names.controls.map(({ wanted }) => wanted),
        ),
        status: Number(sense.get('STATUS')),
      }
    },
    apply(inputs) {
      names.signals.forEach(({ reading }, row) => {
        if (watched[row]) apply.set(reading, inputs.reading[row] as number)
      })
      if (!names.isDirect)
        give(
          apply,
          names.controls.map(({ loop }) => loop),
          inputs.loop,
        )
      give(
        apply,
        names.controls.map(({ wanted }) => wanted),
        inputs.wanted,
      )
      names.controls.forEach(({ last, limitsRate }, row) => {
        if (limitsRate) apply.set(last, inputs.last[row] as number)
      })
      apply.scan()
      return {
        control: take(
          apply,
          names.controls.map(({ control }) => control),
        ),
        status: Number(apply.get('STATUS')),
      }
    },
    reset() {
      sense.reset()
      apply.reset()
    },
  }
}
