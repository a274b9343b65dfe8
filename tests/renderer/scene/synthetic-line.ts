import type { LineModel } from '../../../core/engine/window/contract.ts'

type Component = LineModel['components'][number]
type Connection = LineModel['connections'][number]

/** A line of nothing but components and connections. */
export const modelWith = (components: readonly Component[], connections: readonly Connection[]): LineModel => ({
  summary: {
    name: 'synthetic',
    title: '',
    source: '',
    hash: '',
    step: '1 s',
    scan: '5 s',
    horizon: '20 min',
    components: [],
    signals: [],
    controls: [],
    loops: [],
    goals: [],
    limits: [],
    failures: [],
  },
  scan: 5,
  horizon: 1200,
  components,
  connections,
  signals: [],
  controls: [],
  limits: [],
  failures: [],
})

export const component = (tag: string, kind: string, parameters: Readonly<Record<string, number>> = {}): Component => ({
  tag,
  kind,
  parameters,
})

/** A connection from one component's port to another's, `T-1.out > V-1.in`. */
export function connection(text: string, medium: Connection['medium'] = 'fluid'): Connection {
  const [from, to] = text.split(' > ').map((end) => {
    const [name, port] = end.split('.')
    return { component: name!, port: port! }
  })
  return { from: from!, to: to!, medium }
}

const chain = [
  'feed',
  'pump',
  'tank',
  'valve',
  'tank',
  'metering-pump',
  'tank',
  'pipe',
  'tank',
  'valve',
  'tank',
  'pump',
  'tank',
  'valve',
  'product',
]

/** Rows of tanks with pumps, valves and pipes between them, fifteen components each. */
export function syntheticLine(rows: number): LineModel {
  const tag = (row: number, column: number) =>
    `${chain[column]![0]!.toUpperCase()}-${row + 1}${String(column).padStart(2, '0')}`
  const components: Component[] = []
  const connections: Connection[] = []
  for (let row = 0; row < rows; row++) {
    chain.forEach((kind, column) => {
      components.push(
        component(tag(row, column), kind, kind === 'tank' ? { area: 0.6, height: 1 + (column % 3) * 0.2 } : {}),
      )
      if (column > 0) connections.push(connection(`${tag(row, column - 1)}.out > ${tag(row, column)}.in`))
    })
  }
  return modelWith(components, connections)
}
