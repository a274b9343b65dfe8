import type { LineDocument } from './view.ts'

/** Letters of equipment, as they are usual on P&IDs. */
const letters: Readonly<Record<string, string>> = {
  feed: 'F',
  product: 'D',
  tank: 'T',
  pump: 'P',
  'metering-pump': 'P',
  valve: 'V',
  'divert-valve': 'DV',
  pipe: 'L',
  'heat-exchanger': 'E',
  'electric-heater': 'EH',
  'thermal-mass': 'TM',
  'thermal-link': 'TL',
  machine: 'M',
  buffer: 'B',
  conveyor: 'C',
}

/** First letters of instruments after ISA-5.1, by a word in what they measure or drive. */
const measured: readonly (readonly [RegExp, string])[] = [
  [/temperature/, 'T'],
  [/level|content/, 'L'],
  [/flow|diverted|lost/, 'F'],
  [/speed|rate/, 'S'],
  [/pressure/, 'P'],
  [/power|duty/, 'J'],
]

/** Position, where nothing else is meant. */
const letterOf = (quantity: string) => measured.find(([word]) => word.test(quantity))?.[1] ?? 'Z'

export const componentLetters = (kind: string) => letters[kind] ?? kind.slice(0, 1).toUpperCase()
export const transmitterLetters = (quantity: string) => `${letterOf(quantity)}T`
export const controlLetters = (actuator: string) => `${letterOf(actuator)}C`

/** Letters of a loop over a signal: `LC` over `LT-101`, `LSH` or `LSL` where it is an interlock. */
export function loopLetters(signal: string, loop: string): string {
  const first = /^[A-Za-z]/.exec(signal)?.[0]?.toUpperCase() ?? 'Z'
  return `${first}${loop === 'interlock' ? 'SH' : 'C'}`
}

/** Every tag of a line: of components, signals, controls and loops. */
export const tagsOf = ({ components, signals, controls, loops }: LineDocument): ReadonlySet<string> =>
  new Set([components, signals, controls, loops].flatMap((entries) => entries.map(({ name }) => name)))

/** `T-101`, or the next number that is free; `wanted` is tried first, so that `LT-103` measures `T-103`. */
export function freeTag(letters: string, taken: ReadonlySet<string>, wanted?: string): string {
  if (wanted !== undefined && !taken.has(`${letters}-${wanted}`)) return `${letters}-${wanted}`
  for (let number = 101; ; number++) {
    if (!taken.has(`${letters}-${number}`)) return `${letters}-${number}`
  }
}

/** The number in a tag: `101` of `T-101`. */
export const numberIn = (tag: string): string | undefined => /\d+$/.exec(tag)?.[0]

/** `limit-1`, or the next number that is free. */
export function freeName(word: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    if (!taken.includes(`${word}-${number}`)) return `${word}-${number}`
  }
}
