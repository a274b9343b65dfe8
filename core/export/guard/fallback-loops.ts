import type { Line, OnOffLoop, PidLoop } from '../../line/line.ts'
import type { BlockNames } from '../block-names.ts'
import { comment, literalIn } from '../declare.ts'
import type { LoopGains } from '../manifest.ts'
import { realLiteral } from '../structured-text.ts'

/** The line's own loops inside a block that drives the controls itself, for when its policy does not act. */
export interface FallbackLoops {
  readonly variables: readonly string[]
  readonly statements: readonly string[]
  /** The variable of what a control is asked by its loop, or where it stands without one. */
  asks(control: string): string
}

/**
 * PID and on/off loops as the policy was judged against them (`runLoops` in `core/dream/loops.ts`), on the plain
 * readings. While the policy acts, the integral follows the control as it stands, so that a loop that takes over goes on
 * from there (back-calculation, Åström and Hägglund 2006, ch. 3). A loop whose reading or set point is not a number
 * keeps its output.
 */
export function fallbackLoops(line: Line, names: BlockNames, gains: readonly LoopGains[]): FallbackLoops {
  const asks = (tag: string) => names.nameOf(`${tag} asked`)
  const loops = names.setpoints.map(({ loop, setpoint, signal }) => {
    const { reading, scale } = names.signals[signal]!
    const { low, high } = line.signals[signal]!
    const within = (name: string) => `LIMIT(${literalIn(scale, low)}, ${name}, ${literalIn(scale, high)})`
    const control = names.controls.findIndex(({ tag }) => tag === loop.control)
    const body = loop.kind === 'pid' ? pid : onOff
    const written = body({ loop: loop as PidLoop & OnOffLoop, line, names, control, gains, asks })
    return {
      variables: written.variables,
      statements: [
        comment(loop.tag),
        `IF (${reading} = ${reading}) AND (${setpoint} = ${setpoint}) THEN`,
        `  measured := ${within(reading)};`,
        `  error := ${within(setpoint)} - measured;`,
        ...written.statements.map((statement) => `  ${statement}`),
        'END_IF;',
      ],
    }
  })
  return {
    variables: [
      'measured, error, asking, held : REAL;',
      ...names.controls.map(
        ({ tag, scale }, row) => `${asks(tag)} : REAL := ${literalIn(scale, line.controls[row]!.start)};`,
      ),
      ...loops.flatMap(({ variables }) => variables),
    ],
    statements: loops.flatMap(({ statements }) => statements),
    asks,
  }
}

interface Written {
  readonly line: Line
  readonly names: BlockNames
  /** Row of the control that the loop drives. */
  readonly control: number
  readonly gains: readonly LoopGains[]
  asks(control: string): string
}

function pid({ loop, line, names, control, gains, asks }: Written & { readonly loop: PidLoop }) {
  const { low, high, start } = line.controls[control]!
  const { last, scale } = names.controls[control]!
  const { gain, integral, derivative } = gains.find(({ tag }) => tag === loop.tag) as LoopGains
  const [sum, before, known] = ['integral', 'before', 'known'].map((word) => names.nameOf(`${loop.tag} ${word}`))
  const bounded = (name: string) => `LIMIT(${literalIn(scale, low)}, ${name}, ${literalIn(scale, high)})`
  const share = integral === null ? 0 : line.scan / integral
  const kick = derivative === 0 ? '' : ` + ${realLiteral((-gain * derivative) / line.scan)} * (measured - ${before})`
  const proportional = `${realLiteral(gain)} * error`
  return {
    variables: [`${sum} : REAL;`, ...(kick === '' ? [] : [`${before} : REAL;`, `${known} : BOOL;`])],
    statements: [
      ...(kick === '' ? [] : [`IF NOT ${known} THEN ${before} := measured; ${known} := TRUE; END_IF;`]),
      ...(share === 0
        ? []
        : [
            `IF acts AND (${last} = ${last}) THEN`,
            `  ${sum} := ${bounded(last)} - ${literalIn(scale, start)} - ${proportional};`,
            'END_IF;',
          ]),
      `asking := ${literalIn(scale, start)} + ${proportional}${share === 0 ? '' : ` + ${sum}`}${kick};`,
      `held := ${bounded('asking')};`,
      `${asks(loop.control)} := held;`,
      ...(share === 0
        ? []
        : [`IF NOT acts THEN ${sum} := ${sum} + (${proportional} + held - asking) * ${realLiteral(share)}; END_IF;`]),
      ...(kick === '' ? [] : [`${before} := measured;`]),
    ],
  }
}

function onOff({ loop, names, asks, control }: Written & { readonly loop: OnOffLoop }) {
  const { scale } = names.controls[control]!
  const signal = names.signals.findIndex(({ tag }) => tag === loop.signal)
  const half = realLiteral(loop.band / 2 / names.signals[signal]!.scale.factor)
  const to = (value: number) => `${asks(loop.control)} := ${literalIn(scale, value)};`
  return {
    variables: [],
    statements: [`IF error > ${half} THEN ${to(loop.on)} ELSIF error < -${half} THEN ${to(loop.off)} END_IF;`],
  }
}
