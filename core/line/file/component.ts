import type { Kind, Parameter } from '../kind.ts'
import type { Node } from './document.ts'
import type { Report } from './problem.ts'
import { choice, type Field, optional, record, required, type Shape } from './shape.ts'
import { type Uncertain, uncertain } from './uncertain.ts'

/** A component as read: its kind, and what the file says of it. */
export interface WrittenComponent {
  readonly kind: Kind
  readonly parameters: Readonly<Record<string, number>>
  readonly options: Readonly<Record<string, string>>
  /** Relative standard deviations of the parameters that say how far they may be off. */
  readonly deviations: Readonly<Record<string, number>>
}

const parameterField = (parameter: Parameter): Field<Uncertain, boolean> => {
  const shape = uncertain(parameter.dimension, parameter)
  return parameter.default === undefined ? required(shape, parameter.text) : optional(shape, parameter.text)
}

/** A component of a kind: its parameters, each with how far it may be off, and its options. */
export function component(kind: Kind): Shape<WrittenComponent> {
  const parameters = Object.entries(kind.parameters)
  const options = Object.entries(kind.options)
  const shape = record(
    Object.fromEntries<Field<Uncertain | string, boolean>>([
      ['kind', required(choice([kind.name]), kind.text)],
      ...parameters.map(([name, each]) => [name, parameterField(each)] as const),
      ...options.map(([name, each]) => [name, optional(choice(each.choices), each.text)] as const),
    ]),
  )
  const starts = Object.values(kind.states).map(({ start }) => start)
  return {
    schema: { ...shape.schema, title: kind.name, description: kind.text },
    read(node: Node, report: Report) {
      const values = shape.read(node, report)
      if (values === undefined) return undefined
      const written = (name: string) => values[name] as Uncertain | undefined
      const off = parameters.flatMap(([name]) => {
        const deviation = written(name)?.deviation
        return deviation === undefined ? [] : [[name, deviation] as const]
      })
      for (const [name] of off.filter(([name]) => starts.includes(name))) {
        report(values.at.entries.get(name)?.value ?? node, {
          message: `${name} says where a dream begins, and cannot be off`,
          remedy: 'leave the ± out',
        })
      }
      return {
        kind,
        parameters: Object.fromEntries(
          parameters.map(([name, each]) => [name, (written(name)?.value ?? each.default) as number]),
        ),
        options: Object.fromEntries(options.map(([name, each]) => [name, (values[name] ?? each.choices[0]) as string])),
        deviations: Object.fromEntries(off),
      }
    },
  }
}
