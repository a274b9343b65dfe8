import type { CatalogueKind } from '../../../../core/engine/window/contract.ts'
import { electricHeater, heatExchanger, thermalLink, thermalMass } from './heat.tsx'
import { divertValve, meteringPump, pipe, pump, valve } from './movers.tsx'
import { buffer, conveyor, machine } from './parts-line.tsx'
import type { EquipmentSymbol } from './symbol.ts'
import { feed, product, tank } from './vessels.tsx'

const symbols = new Map<string, EquipmentSymbol>([
  ['feed', feed],
  ['product', product],
  ['tank', tank],
  ['pump', pump],
  ['metering-pump', meteringPump],
  ['valve', valve],
  ['divert-valve', divertValve],
  ['pipe', pipe],
  ['heat-exchanger', heatExchanger],
  ['electric-heater', electricHeater],
  ['thermal-mass', thermalMass],
  ['thermal-link', thermalLink],
  ['machine', machine],
  ['buffer', buffer],
  ['conveyor', conveyor],
])

/** A box for a kind without a symbol of its own: inlets on the left, outlets on the right. */
function box(kind: CatalogueKind | undefined): EquipmentSymbol {
  const sides = Map.groupBy(kind?.ports ?? [], ({ direction }) => (direction === 'out' ? 'right' : 'left'))
  const longest = Math.max(1, ...[...sides.values()].map(({ length }) => length))
  const [width, height] = [88, 24 + 16 * longest]
  const place = (side: 'left' | 'right') =>
    (sides.get(side) ?? []).map(({ name }, index) => [name, [side === 'left' ? 0 : width, 20 + 16 * index]] as const)
  return {
    width,
    height,
    ports: Object.fromEntries([...place('left'), ...place('right')]),
    drawing: <rect className="body" x="1" y="1" width={width - 2} height={height - 2} />,
  }
}

export const symbolOf = (name: string, kind: CatalogueKind | undefined): EquipmentSymbol =>
  symbols.get(name) ?? box(kind)
