import type { Diagram, LineModel } from '../../../core/engine/window/contract.ts'
import { anchors, type Standing, standings } from './anchor.ts'
import { layOut } from './layout.ts'
import { type Route, routes } from './route.ts'

/** A line on its floor, in the order of the model's components and connections. */
export interface Plan {
  readonly standings: readonly Standing[]
  readonly routes: readonly Route[]
}

export function planOf(model: LineModel, diagram: Diagram): Plan {
  const all = standings(model, layOut(model, diagram))
  return { standings: all, routes: routes(model.connections, anchors(model.connections, all), all) }
}
