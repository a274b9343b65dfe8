import type { Situation } from '../editor/situation.ts'

const placesOf = ({ document, byTag }: Situation, members: 'quantities' | 'actuators' | 'fields') =>
  document.components.flatMap(
    ({ name }) =>
      byTag
        .get(name)
        ?.[members].filter(({ units }) => members !== 'fields' || units.length > 0)
        .map((member) => `${name}.${member.name}`) ?? [],
  )

const tags = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name)

/** What a field that refers to something may refer to; undefined for fields that do not. */
export function choicesOf(section: string, field: string, situation: Situation): readonly string[] | undefined {
  const { signals, controls, loops } = situation.document
  const withSetpoint = loops.filter(({ fields }) => fields.kind !== 'interlock')
  if (section === 'signals' && field === 'of') return placesOf(situation, 'quantities')
  if (section === 'controls' && field === 'drives') return placesOf(situation, 'actuators')
  if (section === 'loops' && field === 'signal') return tags(signals)
  if (section === 'loops' && field === 'control') return tags(controls)
  if (section === 'goals' && field === 'track') return tags(withSetpoint)
  if ((section === 'goals' && /^(keep|minimise|maximise)$/.test(field)) || (section === 'limits' && field === 'of')) {
    return [...tags(signals), ...placesOf(situation, 'quantities')]
  }
  if (section === 'disturbances' && field === 'of') {
    return ['ambient', ...tags(withSetpoint).map((tag) => `${tag}.setpoint`), ...placesOf(situation, 'fields')]
  }
  return undefined
}
