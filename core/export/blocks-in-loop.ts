import { blockOf } from '../dream/layout.ts'
import type { BlockNames } from './block-names.ts'
import { fromSi, type Scale, toSi } from './engineering.ts'
import type { Plc, SenseInputs, SenseSettings } from './plc.ts'
import type { LineSections } from './sections.ts'

/** Named columns [rows], SI. */
export type Columns = Readonly<Record<string, Float32Array>>

/** What the blocks made of a scan. */
export interface Driven {
  readonly sensed: ReturnType<Plc['sense']>
  /** Readings for the line's loops, and controls: what the line follows, SI. */
  readonly columns: { readonly shown: Float32Array; readonly direct: Float32Array }
}

type Scaled = readonly { readonly scale: Scale }[]

export const engineering = (values: Float32Array, scaled: Scaled) =>
  Array.from(values, (value, row) => fromSi(scaled[row]!.scale, value))

export const si = (values: readonly number[], scaled: Scaled) =>
  Float32Array.from(values, (value, row) => toSi(scaled[row]!.scale, value))

/** What the instruments show at a scan, as a PLC reads it. */
export async function see(
  { layout, measure }: LineSections,
  names: BlockNames,
  state: Float32Array,
  conditions: Columns,
): Promise<SenseInputs> {
  const { reading, setpoint } = await measure({ state, ...conditions })
  return {
    reading: engineering(reading as Float32Array, names.signals),
    setpoint: engineering(setpoint ?? new Float32Array(0), names.setpoints),
    control: engineering(blockOf(layout, state, 'control'), names.controls),
  }
}

/** One scan of the exported blocks around the line's loops. */
export async function drive(
  { loops }: LineSections,
  plc: Plc,
  names: BlockNames,
  state: Float32Array,
  seen: SenseInputs,
  settings: SenseSettings,
): Promise<Driven> {
  const sensed = plc.sense(seen, settings)
  const shown = si(sensed.shown, names.signals)
  const { asked } = await loops({ state, shown, setpoint: si(seen.setpoint, names.setpoints) })
  const wanted = { loop: engineering(asked as Float32Array, names.controls), wanted: sensed.wanted }
  const { control } = plc.apply({ reading: seen.reading, ...wanted, last: seen.control })
  return { sensed, columns: { shown, direct: si(control, names.controls) } }
}
