import { boundary, plainBox } from './boundaries.ts'
import type { Builder } from './equipment.ts'
import { buffer, conveyor, machine } from './parts-line.ts'
import { pipe } from './pipes.ts'
import { meteringPump, pump } from './pumps.ts'
import { electricHeater, heatExchanger, thermalLink, thermalMass } from './thermal.ts'
import { divertValve, valve } from './valves.ts'
import { tank } from './vessels.ts'

const builders: Readonly<Record<string, Builder>> = {
  tank,
  pump,
  'metering-pump': meteringPump,
  valve,
  'divert-valve': divertValve,
  pipe,
  'heat-exchanger': heatExchanger,
  'electric-heater': electricHeater,
  'thermal-mass': thermalMass,
  'thermal-link': thermalLink,
  feed: boundary,
  product: boundary,
  machine,
  conveyor,
  buffer,
}

/** How a kind of equipment looks; a plain box where there is no drawing for it. */
export const builderOf = (kind: string): Builder => builders[kind] ?? plainBox
