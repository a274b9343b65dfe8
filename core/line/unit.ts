/** Powers of kg, m, s, K and parts. */
export type Exponents = readonly [mass: number, length: number, time: number, temperature: number, parts: number]

/** `value in SI = (value + offset) · factor`. */
export interface Unit {
  readonly factor: number
  readonly offset: number
  readonly exponents: Exponents
}

const one: Exponents = [0, 0, 0, 0, 0]
const mass: Exponents = [1, 0, 0, 0, 0]
const length: Exponents = [0, 1, 0, 0, 0]
const volume: Exponents = [0, 3, 0, 0, 0]
const time: Exponents = [0, 0, 1, 0, 0]
const frequency: Exponents = [0, 0, -1, 0, 0]
const temperature: Exponents = [0, 0, 0, 1, 0]
const parts: Exponents = [0, 0, 0, 0, 1]
const force: Exponents = [1, 1, -2, 0, 0]
const pressure: Exponents = [1, -1, -2, 0, 0]
const energy: Exponents = [1, 2, -2, 0, 0]
const power: Exponents = [1, 2, -3, 0, 0]

const unit = (factor: number, exponents: Exponents, offset = 0): Unit => ({ factor, offset, exponents })

const units: ReadonlyMap<string, Unit> = new Map([
  ['%', unit(0.01, one)],
  ['kg', unit(1, mass)],
  ['g', unit(1e-3, mass)],
  ['mg', unit(1e-6, mass)],
  ['t', unit(1000, mass)],
  ['m', unit(1, length)],
  ['cm', unit(1e-2, length)],
  ['mm', unit(1e-3, length)],
  ['km', unit(1000, length)],
  ['l', unit(1e-3, volume)],
  ['ml', unit(1e-6, volume)],
  ['s', unit(1, time)],
  ['ms', unit(1e-3, time)],
  ['min', unit(60, time)],
  ['h', unit(3600, time)],
  ['d', unit(86_400, time)],
  ['year', unit(31_557_600, time)],
  ['Hz', unit(1, frequency)],
  ['K', unit(1, temperature)],
  ['degC', unit(1, temperature, 273.15)],
  ['N', unit(1, force)],
  ['Pa', unit(1, pressure)],
  ['kPa', unit(1e3, pressure)],
  ['MPa', unit(1e6, pressure)],
  ['mbar', unit(100, pressure)],
  ['bar', unit(1e5, pressure)],
  ['J', unit(1, energy)],
  ['kJ', unit(1e3, energy)],
  ['MJ', unit(1e6, energy)],
  ['W', unit(1, power)],
  ['kW', unit(1e3, power)],
  ['MW', unit(1e6, power)],
  ['parts', unit(1, parts)],
  ['units', unit(1, parts)],
  ['bottles', unit(1, parts)],
])

export const unitNames: readonly string[] = [...units.keys()]

const token = /\s*([A-Za-z%]+|[0-9]+|[()/*·])/y

function tokens(text: string): readonly string[] | undefined {
  const plain = text.replaceAll('°C', 'degC').replaceAll('²', '2').replaceAll('³', '3').trim()
  const found: string[] = []
  token.lastIndex = 0
  for (let end = 0; end < plain.length; end = token.lastIndex) {
    const match = token.exec(plain)
    if (match === null) return undefined
    found.push(match[1]!)
  }
  return found
}

const raised = (base: Unit, exponent: number): Unit =>
  unit(base.factor ** exponent, base.exponents.map((each) => each * exponent) as unknown as Exponents)

const times = (a: Unit, b: Unit): Unit =>
  unit(a.factor * b.factor, a.exponents.map((each, i) => each + b.exponents[i]!) as unknown as Exponents)

/**
 * A unit such as `cm`, `m3/h`, `W/(m2 K)`, `%/s` or `/year`; undefined where the text is none. After a division only
 * parentheses multiply, so that `W/m2 K` is nobody's guess. `degC` stands alone: only a temperature has a zero point.
 */
export function parseUnit(text: string): Unit | undefined {
  const named = units.get(text.trim().replace('°C', 'degC'))
  if (named !== undefined) return named
  const words = text.length <= 40 ? tokens(text) : undefined
  if (words === undefined || words.length === 0) return undefined
  let next = 0

  function factor(): Unit | undefined {
    const word = words![next++]
    if (word === '(') {
      const inner = product()
      return words![next++] === ')' ? inner : undefined
    }
    if (word === '1') return unit(1, one)
    const base = word === undefined ? undefined : units.get(word)
    if (base === undefined || base.offset !== 0) return undefined
    const exponent = /^[1-9]$/.test(words![next] ?? '') ? Number(words![next++]) : 1
    return raised(base, exponent)
  }

  function product(): Unit | undefined {
    let divided = words![next] === '/'
    let result = divided ? unit(1, one) : factor()
    while (result !== undefined && next < words!.length && words![next] !== ')') {
      const divides = words![next] === '/'
      if (!divides && divided) return undefined
      if (divides || words![next] === '*' || words![next] === '·') next += 1
      const right = factor()
      if (right === undefined) return undefined
      result = times(result, divides ? raised(right, -1) : right)
      divided = divided || divides
    }
    return result
  }

  const result = product()
  return next === words.length ? result : undefined
}
