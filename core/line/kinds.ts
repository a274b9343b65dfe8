import { buffer } from './components/buffer.ts'
import { conveyor } from './components/conveyor.ts'
import { divertValve } from './components/divert-valve.ts'
import { electricHeater } from './components/electric-heater.ts'
import { feed } from './components/feed.ts'
import { heatExchanger } from './components/heat-exchanger.ts'
import { machine } from './components/machine.ts'
import { meteringPump } from './components/metering-pump.ts'
import { pipe } from './components/pipe.ts'
import { product } from './components/product.ts'
import { pump } from './components/pump.ts'
import { tank } from './components/tank.ts'
import { thermalLink } from './components/thermal-link.ts'
import { thermalMass } from './components/thermal-mass.ts'
import { valve } from './components/valve.ts'
import type { Kind } from './kind.ts'

const all: readonly Kind[] = [
  feed,
  product,
  tank,
  pump,
  meteringPump,
  valve,
  divertValve,
  pipe,
  electricHeater,
  heatExchanger,
  thermalMass,
  thermalLink,
  machine,
  buffer,
  conveyor,
]

/** Every kind of equipment a line may name, by its name. */
export const kinds: Readonly<Record<string, Kind>> = Object.fromEntries(all.map((kind) => [kind.name, kind]))
