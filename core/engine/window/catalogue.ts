import type { Dimension } from '../../line/dimension.ts'
import { sections } from '../../line/file/sections.ts'
import type { Fields, Shape } from '../../line/file/shape.ts'
import { type InstrumentMode, instrumentModes } from '../../line/instrument.ts'
import type { FailureMode, Kind } from '../../line/kind.ts'
import { kinds } from '../../line/kinds.ts'
import { difference, type Measure, measure } from '../../line/measure.ts'
import { formatQuantity, handyUnit, quantityIn } from '../../line/quantity.ts'
import type { Catalogue, CatalogueField, CatalogueKind, CatalogueMode, CatalogueSection, Written } from './contract.ts'

/** Everything a line may be made of, as the kinds and the sections of the line file declare it. */
export function catalogue(): Catalogue {
  return {
    kinds: Object.values(kinds).map(kindOf),
    instrumentModes: Object.entries(instrumentModes).map(([name, mode]) => ({
      ...modeOf(name, mode),
      severity: instrumentSeverity(mode),
    })),
    sections: Object.entries(sections).map(([name, variants]) => ({
      name: name as CatalogueSection['name'],
      variants: Object.entries<{ readonly fields: Fields }>(variants).map(([variant, { fields }]) => ({
        name: variant,
        fields: fieldsOf(fields),
      })),
    })),
  }
}

function kindOf({ name, text, ports, parameters, options, actuators, quantities, modes }: Kind): CatalogueKind {
  return {
    name,
    text,
    ports: Object.entries(ports).map(([name, { shared = false, optional = false, ...port }]) => {
      return { name, ...port, shared, optional }
    }),
    fields: [
      ...Object.entries(parameters).map(([name, parameter]) => quantityField(name, parameter)),
      ...Object.entries(options).map(([name, { text, choices }]): CatalogueField => {
        return { name, text, units: [], default: choices[0], required: false, choices }
      }),
    ],
    actuators: Object.entries(actuators).map(([name, actuator]) => quantityField(name, actuator)),
    quantities: Object.entries(quantities).map(([name, { text, dimension }]) => {
      return { name, text, units: measure(dimension).units, required: false }
    }),
    modes: Object.entries(modes).map(([name, mode]) => ({ ...modeOf(name, mode), severity: severityOf(mode) })),
  }
}

interface Quantified {
  readonly text: string
  readonly dimension: Dimension
  readonly default?: number
}

function quantityField(name: string, { text, dimension, default: assumed }: Quantified): CatalogueField {
  const wanted = measure(dimension)
  const field = { name, text, units: wanted.units, required: assumed === undefined }
  return assumed === undefined ? field : { ...field, default: writtenIn(wanted, [assumed]) }
}

/** One value, or the two ends of a range, in the unit that says it best. */
function writtenIn(wanted: Measure, values: readonly number[]): Written {
  const unit = handyUnit(values, wanted)
  const numbers = values.map((value) => quantityIn(value / (wanted.kept ?? 1), unit))
  return `${numbers.join(' to ')} ${unit}`
}

function modeOf(name: string, { code, text, worksheet, profile, rate }: FailureMode | InstrumentMode) {
  return { name, code, text, worksheet, profile, perYear: rate }
}

function severityOf({ severity: { text, dimension, low, high } }: FailureMode): CatalogueMode['severity'] {
  if (low === high) return { text, units: [], range: '' }
  const wanted = difference(dimension)
  return { text, units: wanted.units, range: writtenIn(wanted, [low, high]) }
}

function instrumentSeverity({ severity: { text, low, high } }: InstrumentMode): CatalogueMode['severity'] {
  const share = `${quantityIn(low, '%')} to ${formatQuantity(high, '%')} of the range`
  return { text, units: [], range: low === high ? '' : share }
}

/** The fields of a record, those of a record inside it under a path such as `medium.density`. */
function fieldsOf(fields: Fields, before = ''): readonly CatalogueField[] {
  return Object.entries(fields).flatMap(([key, { shape, text, required }]): readonly CatalogueField[] => {
    const name = `${before}${key}`
    const { units = [], choices, fields }: Shape<unknown> = shape
    if (fields !== undefined) return fieldsOf(fields, `${name}.`)
    // A single word is what tells the variant: there is nothing to choose.
    if (choices?.length === 1) return []
    return [{ name, text, units, required, ...(choices && { choices }) }]
  })
}
