/** What a number measures. Inside the product every quantity is in the SI unit of its dimension. */
export type Dimension =
  | 'fraction' // 1
  | 'length' // m
  | 'area' // m²
  | 'volume' // m³
  | 'time' // s
  | 'temperature' // K
  | 'temperature difference' // K
  | 'pressure' // Pa
  | 'volume flow' // m³/s
  | 'mass' // kg
  | 'density' // kg/m³
  | 'power' // W
  | 'specific heat' // J/(kg·K)
  | 'heat transfer' // W/(m²·K)
  | 'conductance' // W/K
  | 'flow coefficient' // m³/h at 1 bar, as valve makers give Kv
  | 'parts' // 1 part
  | 'part rate' // parts/s
  | 'frequency' // 1/s

declare const unit: unique symbol
type Branded<Unit extends string> = number & { readonly [unit]: Unit }

export type Seconds = Branded<'s'>

export const seconds = (value: number): Seconds => value as Seconds
