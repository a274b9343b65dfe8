import { standardFunctions } from './virtual-plc/standard-functions.ts'
import { keywords, longestName, refusedWords } from './virtual-plc/words.ts'

const valuesPerLine = 8

/** Blocks, functions and instructions that some controller's library or compiler already knows by these names. */
const libraryNames: ReadonlySet<string> = new Set(
  `ADD ADR ANDN BITADR CAL CALC CALCN CONCAT CTD CTU CTUD DELETE DERIVATIVE DIV EDGE EN ENO EQ ET EXP F_EDGE F_TRIG FIND
   HYSTERESIS IN INI INSERT INTEGRAL JMP JMPC JMPCN LDN LEFT LEN MID MOVE MUL ORN PID RAMP REPLACE RET RETC RETCN RIGHT
   R_EDGE ROL ROR RS RTC R_TRIG SEMA SHL SHR SIZEOF SR STN SUB TASK TIME TOD TOF TON TP XORN`.split(/\s+/),
)

/** Names of one or two characters and numbered inputs (S1, G, IN2) are parameters of library blocks. */
const isTaken = (name: string) =>
  /^(..?|IN\d+)$/.test(name) ||
  keywords.has(name) ||
  refusedWords.has(name) ||
  standardFunctions.has(name) ||
  libraryNames.has(name)

const cut = (name: string, length: number) => name.slice(0, length).replace(/_+$/, '')

/**
 * The shortest REAL literal that reads back to the float32 nearest to `value`, as every IEC 61131-3 compiler takes it:
 * always with a decimal point, and `1.0E-5` where that is shorter.
 * @throws RangeError for NaN, an infinity, or a value beyond float32
 */
export function realLiteral(value: number): string {
  const real = Math.fround(value)
  if (!Number.isFinite(real)) throw new RangeError(`a REAL literal cannot be ${value}`)
  const sign = real < 0 || Object.is(real, -0) ? '-' : ''
  const { digits, exponent } = shortestDigits(Math.abs(real))
  const scientific = `${digits[0]}.${digits.slice(1) || '0'}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
  const plain = plainDecimal(digits, exponent)
  return sign + (scientific.length < plain.length ? scientific : plain)
}

/** Digits `d.ddd` (without the point) times ten to the exponent; nine are enough for any float32. */
function shortestDigits(real: number): { digits: string; exponent: number } {
  let decimals = 0
  while (decimals < 8 && Math.fround(Number(real.toExponential(decimals))) !== real) decimals += 1
  const [mantissa, exponent] = real.toExponential(decimals).split('e') as [string, string]
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}

function plainDecimal(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${whole}.${digits.slice(exponent + 1) || '0'}`
}

/**
 * The initial value of an `ARRAY OF REAL` in lines of at most eight literals; the first opens the bracket, the last
 * closes it.
 * @throws RangeError for no values at all, or for one that is not finite
 */
export function realArrayInitialiser(values: Float32Array): string[] {
  if (values.length === 0) throw new RangeError('an array initialiser needs at least one value')
  const lines: string[] = []
  for (let start = 0; start < values.length; start += valuesPerLine) {
    const literals = Array.from(values.subarray(start, start + valuesPerLine), realLiteral).join(', ')
    const end = start + valuesPerLine >= values.length ? ']' : ','
    lines.push(`${start === 0 ? '[' : ''}${literals}${end}`)
  }
  return lines
}

/**
 * A legal IEC 61131-3 identifier (at most 32 characters) from a tag: `LT-101` becomes `LT_101`, `2-FIC/7` becomes
 * `TAG_2_FIC_7`. Accents are dropped; any other character becomes an underscore.
 */
export function identifier(tag: string): string {
  const plain = tag.normalize('NFD').replace(/\p{Mark}/gu, '')
  const name = plain.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')
  const isPlain = /^[A-Za-z]/.test(name) && !isTaken(name.toUpperCase())
  return cut(isPlain ? name : `TAG_${name}`, longestName)
}

/**
 * Gives every tag an identifier of its own: equal tags the same, different tags never one that differs in case only.
 * A tag whose identifier is taken has a number put after it, from 2 on.
 */
export function identifiers(): (tag: string) => string {
  const given = new Map<string, string>()
  const taken = new Set<string>()
  return (tag) => {
    const known = given.get(tag)
    if (known !== undefined) return known
    const wish = identifier(tag)
    let name = wish
    for (let number = 2; taken.has(name.toUpperCase()); number++) {
      name = `${cut(wish, longestName - `_${number}`.length)}_${number}`
    }
    given.set(tag, name)
    taken.add(name.toUpperCase())
    return name
  }
}
