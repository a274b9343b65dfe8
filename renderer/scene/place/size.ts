import type { LineModel } from '../../../core/engine/window/contract.ts'

export type Component = LineModel['components'][number]

/** Outer measures of equipment whose outlet points along x. */
export interface Size {
  readonly width: number
  readonly height: number
  readonly depth: number
}

const sizes: Readonly<Record<string, Size>> = {
  pump: { width: 1.5, height: 1.1, depth: 1.3 },
  'metering-pump': { width: 1.5, height: 1.15, depth: 1.1 },
  valve: { width: 1, height: 1.3, depth: 0.7 },
  'divert-valve': { width: 1, height: 1.3, depth: 0.9 },
  pipe: { width: 1.4, height: 0.6, depth: 0.5 },
  'heat-exchanger': { width: 1.5, height: 1.9, depth: 1.3 },
  'electric-heater': { width: 1.3, height: 0.9, depth: 0.9 },
  'thermal-mass': { width: 1.3, height: 0.9, depth: 1.3 },
  'thermal-link': { width: 1.1, height: 0.7, depth: 0.7 },
  feed: { width: 1, height: 0.9, depth: 0.7 },
  product: { width: 1, height: 0.9, depth: 0.7 },
  machine: { width: 1.7, height: 2.1, depth: 1.5 },
  conveyor: { width: 2.2, height: 0.9, depth: 0.9 },
  buffer: { width: 2.2, height: 0.9, depth: 1.7 },
}

const box: Size = { width: 1.2, height: 1, depth: 1.2 }
const holdingTube: Size = { width: 2.2, height: 1.2, depth: 1 }
const tallest = 2.6
const widest = 2
const slimmest = 0.9
const flattest = 1.1

/** A tank keeps its proportions, and tanks of one line keep theirs to each other, as far as both stay readable. */
function tankSize(tank: Component, tanks: readonly Component[]): Size {
  const height = ({ parameters }: Component) => parameters.height ?? 1
  const diameter = ({ parameters }: Component) => 2 * Math.sqrt((parameters.area ?? 1) / Math.PI)
  const scale = Math.min(tallest / Math.max(...tanks.map(height)), widest / Math.max(...tanks.map(diameter)))
  const across = Math.min(Math.max(diameter(tank) * scale, slimmest), widest)
  return { width: across, height: Math.min(Math.max(height(tank) * scale, flattest), tallest), depth: across }
}

/** The size of each component of a line, in its order. */
export function sizesOf(components: readonly Component[]): readonly Size[] {
  const tanks = components.filter(({ kind }) => kind === 'tank')
  return components.map((component) => {
    if (component.kind === 'tank') return tankSize(component, tanks)
    if (component.kind === 'pipe' && (component.parameters.volume ?? 0) > 0) return holdingTube
    return sizes[component.kind] ?? box
  })
}
