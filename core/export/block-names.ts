import type { Interlock, Line, OnOffLoop, PidLoop } from '../line/line.ts'
import { type Scale, scaleOf } from './engineering.ts'
import { identifier, identifiers } from './structured-text.ts'

/** A signal of the line in the exported blocks. */
export interface SignalNames {
  readonly tag: string
  readonly scale: Scale
  readonly reading: string
  /** Whether the reading is good. */
  readonly good: string
  /** What the loops are shown: the reading, corrected. */
  readonly shown: string
}

export interface SetpointNames {
  readonly loop: PidLoop | OnOffLoop
  readonly scale: Scale
  readonly setpoint: string
  /** Row of the loop's signal. */
  readonly signal: number
}

/** A control of the line in the exported blocks. */
export interface ControlNames {
  readonly tag: string
  readonly scale: Scale
  /** As applied in the last scan. */
  readonly last: string
  /** What the line's own loop asks for. */
  readonly loop: string
  /** What the policy adds to it, or asks for in its place. */
  readonly wanted: string
  /** Whether its rate of change is limited within a scan. */
  readonly limitsRate: boolean
  /** As it is to be applied now. */
  readonly control: string
}

/** The names of the exported blocks and of all that goes in and out of them. */
export interface BlockNames {
  /** Whether the policy drives the controls itself, without loops underneath. */
  readonly isDirect: boolean
  readonly sense: string
  readonly apply: string
  readonly signals: readonly SignalNames[]
  readonly setpoints: readonly SetpointNames[]
  readonly controls: readonly ControlNames[]
  readonly interlocks: readonly Interlock[]
  /** Gives any other tag an identifier that none of these has. */
  readonly nameOf: (tag: string) => string
}

/** What the blocks call their own inputs, outputs and variables. */
const words = `ENABLE MODE AUTHORITY HAND_OVER ENVELOPE HEARTBEAT HEARTBEAT_SCANS DISTANCE ALIVE STATUS
   acts acted beat before edge far_scans fits given inside known lasting offset outside part reach reached remain shared share still target
   usable wired reach_low reach_high measured error asking held unfit forces forced row column lane start total`.split(
  /\s+/,
)

/** Of the line's name, so many characters fit between the first and the last word of a block's name. */
const longestMiddle = 16

export function blockNames(line: Line, isDirect: boolean): BlockNames {
  const nameOf = identifiers()
  const middle = line.name.toUpperCase().slice(0, longestMiddle)
  const sense = identifier(`DREAMLINE ${middle} SENSE`)
  const apply = identifier(`DREAMLINE ${middle} APPLY`)
  for (const word of [sense, apply, ...words]) nameOf(word)
  // A dot drops out of an identifier, yet keeps a tag apart from the words above and the names inside the blocks.
  const nameOfTag = (tag: string) => nameOf(`${tag}.`)
  const signals = line.signals.map(({ tag, unit, of }) => ({
    tag,
    scale: scaleOf(unit, of.dimension),
    reading: nameOfTag(tag),
    good: nameOfTag(`${tag} OK`),
    shown: nameOfTag(`${tag} SHOWN`),
  }))
  const controls = line.controls.map(({ tag, unit, dimension, rate, low, high }) => ({
    tag,
    scale: scaleOf(unit, dimension),
    last: nameOfTag(`${tag} LAST`),
    loop: nameOfTag(`${tag} LOOP`),
    wanted: nameOfTag(`${tag} ${isDirect ? 'WANTED' : 'TRIM'}`),
    limitsRate: rate * line.scan < high - low,
    control: nameOfTag(tag),
  }))
  const setpoints = line.loops.flatMap((loop) => {
    if (loop.kind === 'interlock') return []
    const signal = line.signals.findIndex(({ tag }) => tag === loop.signal)
    return [{ loop, scale: (signals[signal] as SignalNames).scale, setpoint: nameOfTag(`${loop.tag} SP`), signal }]
  })
  const interlocks = line.loops.filter((loop): loop is Interlock => loop.kind === 'interlock')
  return { isDirect, sense, apply, signals, setpoints, controls, interlocks, nameOf }
}
