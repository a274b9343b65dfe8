import type { Dimension } from '../dimension.ts'
import { type Measure, measure } from '../measure.ts'
import { formatQuantity, isComplaint, parseQuantity } from '../quantity.ts'
import type { Mapping, Node, Scalar } from './document.ts'
import { nearest } from './nearest.ts'
import { type Complaint, type Location, quote, type Report } from './problem.ts'

/** A piece of JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * What may stand at one place of a line file. One declaration reads it and describes it: `read` gives undefined where it
 * reported a problem, `schema` is the same rule for editors, as far as JSON Schema can say it.
 */
export interface Shape<T> {
  readonly schema: JsonSchema
  /** Units that fit, the usual one first; left out where there are none, or where they depend on something else. */
  readonly units?: readonly string[]
  /** Where only these words fit. */
  readonly choices?: readonly string[]
  /** What a record holds. */
  readonly fields?: Fields
  readonly read: (node: Node, report: Report) => T | undefined
}

export interface Field<T, Required extends boolean> {
  readonly shape: Shape<T>
  readonly text: string
  readonly required: Required
}

export type Fields = Readonly<Record<string, Field<unknown, boolean>>>

/** A record as read, and the node it was read from. */
export type RecordOf<F extends Fields> = { readonly at: Mapping } & {
  readonly [Name in keyof F]: F[Name] extends Field<infer T, infer Required>
    ? Required extends true
      ? T
      : T | undefined
    : never
}

export const required = <T>(shape: Shape<T>, text: string): Field<T, true> => ({ shape, text, required: true })

export const optional = <T>(shape: Shape<T>, text: string): Field<T, false> => ({ shape, text, required: false })

const names = { map: 'a mapping `key: value`', list: 'a list', text: 'a single value' } as const

const wrongForm = (node: Node, wanted: Node['form']): Complaint => ({
  message: node.form === 'text' && node.text === '' ? 'nothing is written here' : `${names[node.form]} stands here`,
  remedy: `write ${names[wanted]}`,
})

function asText(node: Node, report: Report): Scalar | undefined {
  if (node.form === 'text' && node.text !== '') return node
  report(node, wrongForm(node, 'text'))
  return undefined
}

/** One scalar, kept with its place for whoever knows what it means. */
export function scalar(schema: JsonSchema): Shape<Scalar> {
  return { schema, read: asText }
}

/** Free text for people. */
export const text: Shape<string> = { schema: { type: 'string' }, read: (node, report) => asText(node, report)?.text }

function describeMeasure({ exponents, units }: Measure): Pick<Shape<unknown>, 'schema' | 'units'> {
  const pure = exponents.every((exponent) => exponent === 0)
  return { schema: { type: pure ? ['string', 'number'] : 'string', examples: units.map((unit) => `1 ${unit}`) }, units }
}

/** One scalar that measures this, kept with its place for whoever knows what it means. */
export function measured(wanted: Measure): Shape<Scalar> {
  return { ...describeMeasure(wanted), read: asText }
}

/** A number with a unit, in SI, within the bounds (SI, inclusive). */
export function quantity(
  dimension: Dimension,
  bounds: { readonly minimum?: number | undefined; readonly maximum?: number | undefined } = {},
): Shape<number> {
  const wanted = measure(dimension)
  return {
    ...describeMeasure(wanted),
    read(node, report) {
      const written = asText(node, report)
      if (written === undefined) return undefined
      const parsed = parseQuantity(written.text, wanted)
      if (isComplaint(parsed)) {
        report(node, parsed)
        return undefined
      }
      const { minimum = -Infinity, maximum = Infinity } = bounds
      if (parsed.value >= minimum && parsed.value <= maximum) return parsed.value
      const [wrong, word, bound] = parsed.value < minimum ? ['small', 'least', minimum] : ['large', 'most', maximum]
      const shown = formatQuantity(bound / (wanted.kept ?? 1), parsed.unit)
      report(node, { message: `${quote(written.text)} is too ${wrong}`, remedy: `the ${word} is ${shown}` })
      return undefined
    },
  }
}

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]): Shape<Word> {
  return {
    schema: { enum: words },
    choices: words,
    read(node, report) {
      const written = asText(node, report)
      const chosen = words.find((word) => word === written?.text)
      if (written !== undefined && chosen === undefined) report(node, unknownWord(written.text, 'choice', words))
      return chosen
    },
  }
}

/** That `word` is none of `known`, with the nearest of them. */
export function unknownWord(word: string, role: string, known: readonly string[]): Complaint {
  const close = nearest(word, known)
  const listed = known.length > 20 ? `${known.slice(0, 20).join(', ')}, …` : known.join(', ')
  const remedy = known.length === 0 ? 'there is none here: remove it' : `write one of: ${listed}`
  return {
    message: `${quote(word)} is not a known ${role}`,
    remedy: close === undefined ? remedy : `did you mean ${close}? ${remedy}`,
  }
}

export const flag: Shape<boolean> = {
  schema: { enum: [true, false, 'yes', 'no'] },
  choices: ['yes', 'no'],
  read(node, report) {
    const word = choice(['yes', 'no', 'true', 'false']).read(node, report)
    return word === undefined ? undefined : word === 'yes' || word === 'true'
  },
}

function asMapping(node: Node, report: Report): Mapping | undefined {
  if (node.form === 'map') return node
  report(node, wrongForm(node, 'map'))
  return undefined
}

/** Where the value of a key that is missing would stand: it is not there yet, so the mapping's place shows where. */
const within = ({ path, line, column }: Mapping, key: string): Location => {
  return { path: path === '' ? key : `${path}.${key}`, line, column }
}

/** A mapping with the keys of `fields` and no others. */
export function record<F extends Fields>(fields: F): Shape<RecordOf<F>> & { readonly fields: F } {
  const known = Object.keys(fields)
  const needed = known.filter((name) => fields[name]!.required)
  return {
    fields,
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        known.map((name) => [name, { description: fields[name]!.text, ...fields[name]!.shape.schema }]),
      ),
      ...(needed.length > 0 ? { required: needed } : {}),
      additionalProperties: false,
    },
    read(node, report) {
      const mapping = asMapping(node, report)
      if (mapping === undefined) return undefined
      for (const [name, { key }] of mapping.entries) {
        if (!Object.hasOwn(fields, name)) report(key, unknownWord(name, 'key', known))
      }
      let whole = true
      const values = known.map((name) => {
        const field = fields[name]!
        const entry = mapping.entries.get(name)
        const value = entry === undefined ? undefined : field.shape.read(entry.value, report)
        if (entry === undefined && field.required) {
          report(within(mapping, name), {
            message: `${quote(name)} is missing`,
            remedy: `add \`${name}:\`, ${field.text}`,
          })
        }
        if (value === undefined && field.required) whole = false
        return [name, value]
      })
      return whole ? { at: mapping, ...Object.fromEntries(values) } : undefined
    },
  }
}

/** A mapping from names of the engineer's choosing. A name whose value has problems is kept, without a value. */
export function named<T>(shape: Shape<T>, pattern: RegExp, form: string): Shape<ReadonlyMap<string, Named<T>>> {
  return {
    schema: { type: 'object', propertyNames: { pattern: pattern.source }, additionalProperties: shape.schema },
    read(node, report) {
      const mapping = asMapping(node, report)
      if (mapping === undefined) return undefined
      const values = new Map<string, Named<T>>()
      for (const [name, { key, value }] of mapping.entries) {
        if (!pattern.test(name))
          report(key, { message: `${quote(name)} cannot be a name here`, remedy: `write ${form}` })
        values.set(name, { key, value: shape.read(value, report) })
      }
      return values
    },
  }
}

/** What stands under a name: where the name stands, and the value unless it had problems. */
export interface Named<T> {
  readonly key: Pick<Node, 'path' | 'line' | 'column'>
  readonly value: T | undefined
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: shape.schema },
    read(node, report) {
      if (node.form === 'list') {
        return node.items.map((item) => shape.read(item, report)).filter((value) => value !== undefined)
      }
      report(node, wrongForm(node, 'list'))
      return undefined
    },
  }
}

/** A record whose fields depend on the word at `key`. */
export function variant<T>(key: string, variants: Readonly<Record<string, Shape<T>>>): Shape<T> {
  const words = Object.keys(variants)
  return {
    schema: { type: 'object', required: [key], oneOf: Object.values(variants).map(({ schema }) => schema) },
    read(node, report) {
      const mapping = asMapping(node, report)
      if (mapping === undefined) return undefined
      const written = mapping.entries.get(key)
      if (written === undefined) {
        report(within(mapping, key), {
          message: `${quote(key)} is missing`,
          remedy: `add \`${key}:\`, one of: ${words.join(', ')}`,
        })
        return undefined
      }
      const word = choice(words).read(written.value, report)
      return word === undefined ? undefined : variants[word]!.read(mapping, report)
    },
  }
}

/** A record whose fields depend on which of the keys of `variants` it has. */
export function keyed<T>(variants: Readonly<Record<string, Shape<T>>>): Shape<T> {
  const words = Object.keys(variants)
  return {
    schema: { type: 'object', oneOf: Object.values(variants).map(({ schema }) => schema) },
    read(node, report) {
      const mapping = asMapping(node, report)
      if (mapping === undefined) return undefined
      const [word, ...more] = words.filter((each) => mapping.entries.has(each))
      if (word !== undefined && more.length === 0) return variants[word]!.read(mapping, report)
      const message =
        word === undefined ? 'what is wanted is missing' : `${[word, ...more].join(' and ')} exclude each other`
      report(mapping, { message, remedy: `write exactly one of: ${words.join(', ')}` })
      return undefined
    },
  }
}
