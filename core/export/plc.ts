import type { PolicyBlocks } from './block.ts'
import { modes } from './guard/settings.ts'
import { instantiate } from './virtual-plc/machine.ts'
import { parse } from './virtual-plc/parse.ts'

/** What the SENSE block is shown, in the engineer's units. */
export interface SenseInputs {
  readonly reading: readonly number[]
  readonly setpoint: readonly number[]
  readonly control: readonly number[]
}

/** How the SENSE block is set; as the policy was judged, where nothing is said. */
export interface SenseSettings {
  /** Default true. */
  readonly enable?: boolean
  /** Default on. */
  readonly mode?: number
  /** Share of the policy's trims and corrections. Default all of it. */
  readonly authority?: number
  /** How long a hand-over takes, s. Default none. */
  readonly handOver?: number
  /** Distance up to which the policy acts. Default 1, the edge of the envelope. */
  readonly envelope?: number
  /** Default 0. */
  readonly heartbeat?: number
  /** Whether each reading is good. Default all. */
  readonly good?: readonly boolean[]
}

/** The exported blocks at work in the virtual PLC, everything in the engineer's units. */
export interface Plc {
  /** One call of SENSE: readings for the loops to see, and trims (or the controls wanted). */
  sense(
    inputs: SenseInputs,
    settings?: SenseSettings,
  ): {
    readonly shown: number[]
    readonly wanted: number[]
    readonly status: number
    readonly alive: boolean
    /** 0 for a block without an envelope. */
    readonly distance: number
  }
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

/** `start` makes the instances, for who wants to look at their calls. */
export function startPlc({ names, text }: PolicyBlocks, start: typeof instantiate = instantiate): Plc {
  const program = parse(text)
  const sense = start(program, names.sense)
  const apply = start(program, names.apply)
  const hasEnvelope = program.some(
    (unit) => unit.kind === 'FUNCTION_BLOCK' && unit.declarations.some(({ name }) => name === 'ENVELOPE'),
  )
  const watched = names.signals.map(({ tag }) => names.interlocks.some(({ signal }) => signal === tag))
  const give = (block: typeof sense, inputs: readonly string[], values: readonly number[]) =>
    inputs.forEach((name, row) => {
      block.set(name, values[row] as number)
    })
  const take = (block: typeof sense, outputs: readonly string[]) => outputs.map((name) => Number(block.get(name)))
  return {
    sense(inputs, settings = {}) {
      const { enable = true, mode = modes.on, authority = 1, handOver = 0, envelope = 1, heartbeat = 0 } = settings
      sense.set('ENABLE', enable)
      sense.set('MODE', mode)
      sense.set('HAND_OVER', handOver)
      sense.set('HEARTBEAT', heartbeat)
      if (!names.isDirect) sense.set('AUTHORITY', authority)
      if (hasEnvelope) sense.set('ENVELOPE', envelope)
      names.signals.forEach(({ good }, row) => {
        sense.set(good, settings.good?.[row] ?? true)
      })
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
        alive: sense.get('ALIVE') === true,
        distance: hasEnvelope ? Number(sense.get('DISTANCE')) : 0,
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
