import {
  controlLetters,
  freeName,
  freeTag,
  loopLetters,
  numberIn,
  tagsOf,
  transmitterLetters,
} from '../../../document/tags.ts'
import type { Entry, EntrySection, Fields } from '../../../document/view.ts'
import type { Situation } from '../editor/situation.ts'

interface NewEntry {
  readonly name: string
  readonly fields: Fields
}

/** The first of `all` that no entry names in `field`, else the first. */
const fresh = (all: readonly string[], entries: readonly Entry[], field: string): string =>
  all.find((each) => !entries.some(({ fields }) => fields[field] === each)) ?? all[0] ?? ''

/** A range that is likely for a quantity: what the component can hold, or what its unit suggests. */
function likelyRange(tag: string, unit: string | undefined, { document }: Situation): Fields {
  const { height, capacity } = document.components.find(({ name }) => name === tag)?.fields ?? {}
  const top = unit === 'm' ? height : unit === 'parts' ? capacity : undefined
  if (top !== undefined) return { range: `0 to ${top}` }
  return unit === '%' || unit === 'degC' ? { range: `0 to 100 ${unit}` } : {}
}

const memberOf = (place: string) => place.slice(place.indexOf('.') + 1)
const tagOf = (place: string) => place.slice(0, place.indexOf('.'))

/** An instrument on a quantity such as `T-101.level`, called `LT-101` where that is free. */
export function newSignal(of: string, situation: Situation): NewEntry {
  const [tag, quantity] = [tagOf(of), memberOf(of)]
  const unit = situation.byTag.get(tag)?.quantities.find(({ name }) => name === quantity)?.units[0]
  const name = freeTag(transmitterLetters(quantity), tagsOf(situation.document), numberIn(tag))
  return { name, fields: { of, ...likelyRange(tag, unit, situation) } }
}

/** A control of an actuator such as `P-101.speed`, called `SC-101` where that is free. */
export function newControl(drives: string, situation: Situation): NewEntry {
  const [tag, actuator] = [tagOf(drives), memberOf(drives)]
  const unit = situation.byTag.get(tag)?.actuators.find(({ name }) => name === actuator)?.units[0]
  const name = freeTag(controlLetters(actuator), tagsOf(situation.document), numberIn(tag))
  return { name, fields: { drives, ...(unit === '%' && { range: '0 to 100 %' }) } }
}

/** An entry with what it most likely refers to; what cannot be guessed is left to the engineer. */
export function newEntry(section: EntrySection, variant: string, situation: Situation): NewEntry {
  const { document, byTag } = situation
  const { signals, controls, loops } = document
  const places = (members: 'quantities' | 'actuators') =>
    document.components.flatMap(
      ({ name }) => byTag.get(name)?.[members].map((member) => `${name}.${member.name}`) ?? [],
    )
  const names = (entries: readonly Entry[]) => entries.map(({ name }) => name)
  const written = (fields: Fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  if (section === 'signals') return newSignal(fresh(places('quantities'), signals, 'of'), situation)
  if (section === 'controls') {
    // An actuator takes one control.
    const left = places('actuators').find((place) => !controls.some(({ fields }) => fields.drives === place))
    return left === undefined ? { name: freeTag('ZC', tagsOf(document)), fields: {} } : newControl(left, situation)
  }
  if (section === 'loops') {
    const signal = fresh(names(signals), loops, 'signal')
    const name = freeTag(loopLetters(signal, variant), tagsOf(document), numberIn(signal))
    return { name, fields: written({ kind: variant, signal, control: fresh(names(controls), loops, 'control') }) }
  }
  const setpoints = loops.filter(({ fields }) => fields.kind !== 'interlock').map(({ name }) => name)
  if (section === 'goals') {
    const of = variant === 'track' ? fresh(setpoints, document.goals, 'track') : (names(signals)[0] ?? '')
    return { name: freeName('goal', names(document.goals)), fields: written({ [variant]: of }) }
  }
  if (section === 'limits') {
    return {
      name: freeName('limit', names(document.limits)),
      fields: written({ of: fresh(names(signals), document.limits, 'of') }),
    }
  }
  const moved = setpoints.map((tag) => `${tag}.setpoint`)
  return {
    name: freeName('disturbance', names(document.disturbances)),
    fields: written({ of: fresh([...moved, 'ambient'], document.disturbances, 'of') }),
  }
}
