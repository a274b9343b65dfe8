import type { CatalogueField } from '../../../../core/engine/window/contract.ts'
import type { Fields } from '../../../document/view.ts'
import type { Situation } from '../editor/situation.ts'

type Units = readonly string[]

/** Units of a difference: nobody writes a noise of 2 degC. */
const differenceUnits = (units: Units): Units => {
  const others = units.filter((unit) => !/^(degC|°C)$/.test(unit))
  return units.length === others.length ? units : ['K', ...others.filter((unit) => unit !== 'K')]
}

const partsOf = (place: string) => {
  const dot = place.indexOf('.')
  return [place.slice(0, dot), place.slice(dot + 1)] as const
}

/** Units of a component's quantity, actuator or field, of what a signal measures, or of a loop's set point. */
function placeUnits(place: string | undefined, situation: Situation): Units {
  if (place === undefined || place === '') return []
  const { document, byTag } = situation
  const field = (entries: typeof document.signals, tag: string, name: string) =>
    entries.find((entry) => entry.name === tag)?.fields[name]
  if (!place.includes('.')) return place === 'ambient' ? ['degC', 'K'] : signalUnits(place, situation)
  const [tag, member] = partsOf(place)
  if (member === 'setpoint') return signalUnits(field(document.loops, tag, 'signal'), situation)
  const kind = byTag.get(tag)
  const found = [kind?.quantities, kind?.actuators, kind?.fields]
    .flatMap((all) => all ?? [])
    .find(({ name }) => name === member)
  return found?.units ?? []
}

/** The unit of the range that is written comes first: the engineer thinks in it, bottles or not. */
function writtenFirst(range: string | undefined, units: Units): Units {
  const [, first] = splitUnit(range ?? '', units)
  return first === undefined ? units : [first, ...units.filter((unit) => unit !== first)]
}

function signalUnits(tag: string | undefined, situation: Situation): Units {
  const signal = situation.document.signals.find(({ name }) => name === tag)?.fields
  return signal === undefined ? [] : writtenFirst(signal.range, placeUnits(signal.of, situation))
}

function controlUnits(tag: string | undefined, situation: Situation): Units {
  const control = situation.document.controls.find(({ name }) => name === tag)?.fields
  return control === undefined ? [] : writtenFirst(control.range, placeUnits(control.drives, situation))
}

/** Units that fit a field of an entry, the usual one first, where they follow from what the entry refers to. */
export function unitsOf(section: string, field: CatalogueField, fields: Fields, situation: Situation): Units {
  if (field.units.length > 0) return field.units
  const { name } = field
  if (section === 'signals') {
    const units = writtenFirst(fields.range, placeUnits(fields.of, situation))
    if (name === 'range') return units
    return ['noise', 'resolution', 'tolerance'].includes(name) ? differenceUnits(units) : []
  }
  if (section === 'controls') {
    const units = writtenFirst(fields.range, placeUnits(fields.drives, situation))
    if (name === 'range' || name === 'start' || name === 'safe') return units
    return name === 'rate' ? units.map((unit) => `${unit}/s`) : []
  }
  if (section === 'loops') {
    const signal = signalUnits(fields.signal, situation)
    const control = controlUnits(fields.control, situation)
    if (name === 'setpoint' || name === 'above' || name === 'below') return signal
    if (name === 'band') return differenceUnits(signal)
    if (name === 'on' || name === 'off' || name === 'value') return control
    const [over, under] = [control[0], differenceUnits(signal)[0]]
    return name === 'gain' && over && under ? [`${over}/${under}`] : []
  }
  const place =
    fields.of ?? fields.keep ?? fields.minimise ?? fields.maximise ?? (fields.track && `${fields.track}.setpoint`)
  const units = placeUnits(place, situation)
  if (['above', 'below', 'target', 'step'].includes(name)) return units
  return name === 'scale' ? differenceUnits(units) : []
}

/** `154 cm2` as number and unit: one of these, or any word behind a number. What has no unit is a number alone. */
export function splitUnit(written: string, units: Units): readonly [amount: string, unit: string | undefined] {
  const unit =
    units
      .toSorted((a, b) => b.length - a.length)
      .find((each) => written.endsWith(each) && /[\d\s]$/.test(written.slice(0, -each.length))) ??
    /^(?:[-+\d.e]+ to )?[-+\d.e]+ ([^\d\s]\S*)$/i.exec(written)?.[1]
  return unit === undefined ? [written, undefined] : [written.slice(0, -unit.length).trim(), unit]
}

/**
 * A number, or two with `to` between, as it was typed, with the unit beside it; what is no bare number is left as it is.
 * Where people write a decimal comma, it becomes the point of the line file.
 */
export function withUnit(typed: string, unit: string | undefined, decimalComma: boolean): string {
  const amount = (decimalComma ? typed.replace(/(\d),(\d)/g, '$1.$2') : typed).trim()
  const isBare = /^[-+]?[\d.]+(e[-+]?\d+)?(\s+to\s+[-+]?[\d.]+(e[-+]?\d+)?)?$/i.test(amount)
  return unit !== undefined && isBare ? `${amount} ${unit}` : amount
}
