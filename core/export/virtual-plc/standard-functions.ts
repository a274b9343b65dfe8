import { isInteger, isReal, range, type Scalar, scalars } from './types.ts'

/** A function of IEC 61131-3:2013, tables 22-33. `T` is one type that all such parameters share. */
export interface StandardFunction {
  readonly parameters: readonly ('T' | 'ANY_INT' | Scalar)[]
  /** Whether the last parameter may be given more than once. */
  readonly extensible: boolean
  readonly accepts: 'real' | 'number' | 'any'
  readonly result: 'T' | Scalar
  /** Exact in float64; the caller brings the result into its type. Throws RangeError where the result has no meaning. */
  readonly evaluate: (...values: number[]) => number
}

const ofReal = (evaluate: (value: number) => number): StandardFunction => ({
  parameters: ['T'],
  extensible: false,
  accepts: 'real',
  result: 'T',
  evaluate,
})

const ofNumbers = (
  count: number,
  extensible: boolean,
  evaluate: (...values: number[]) => number,
): StandardFunction => ({
  parameters: Array.from({ length: count }, (): 'T' => 'T'),
  extensible,
  accepts: 'number',
  result: 'T',
  evaluate,
})

function pick(index: number, ...values: number[]): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`MUX has inputs 0 to ${values.length - 1} and was asked for ${index}`)
  return value
}

/** To the nearest integer, halves to the even one (IEC 61131-3:2013, table 22, after IEC 60559). */
function nearestEven(value: number): number {
  const nearest = Math.round(value)
  return Math.abs(value % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest
}

/** What controllers do beyond the range differs, so it stops the scan here. */
function inRange(name: string, to: 'INT' | 'UINT' | 'DINT', value: number): number {
  const [low, high] = range[to]
  if (value >= low && value <= high) return value
  throw new RangeError(`${name} of ${value} is outside ${low}..${high}: bound it with LIMIT first`)
}

function conversion(from: Scalar, to: Scalar): StandardFunction {
  const name = `${from}_TO_${to}`
  let evaluate = (value: number) => value
  if (to === 'BOOL') evaluate = (value) => (value !== 0 ? 1 : 0)
  if (isReal(from) && isInteger(to)) evaluate = (value) => inRange(name, to, nearestEven(value))
  return { parameters: [from], extensible: false, accepts: 'any', result: to, evaluate }
}

const conversions = scalars.flatMap((from) =>
  scalars
    .filter((to) => to !== from)
    .map((to): [string, StandardFunction] => [`${from}_TO_${to}`, conversion(from, to)]),
)

/** MIN, MAX and LIMIT answer NaN when any input is NaN; compilers differ, and NaN is the answer that cannot be missed. */
export const standardFunctions: ReadonlyMap<string, StandardFunction> = new Map([
  ['SQRT', ofReal(Math.sqrt)],
  ['LN', ofReal(Math.log)],
  ['LOG', ofReal(Math.log10)],
  ['EXP', ofReal(Math.exp)],
  ['SIN', ofReal(Math.sin)],
  ['COS', ofReal(Math.cos)],
  ['TAN', ofReal(Math.tan)],
  ['ASIN', ofReal(Math.asin)],
  ['ACOS', ofReal(Math.acos)],
  ['ATAN', ofReal(Math.atan)],
  ['EXPT', { ...ofReal(Math.sqrt), parameters: ['T', 'T'], evaluate: Math.pow }],
  ['TRUNC', { ...ofReal((value) => inRange('TRUNC', 'DINT', Math.trunc(value))), result: 'DINT' }],
  ['ABS', ofNumbers(1, false, Math.abs)],
  ['MIN', ofNumbers(2, true, Math.min)],
  ['MAX', ofNumbers(2, true, Math.max)],
  ['LIMIT', ofNumbers(3, false, (low, value, high) => Math.min(Math.max(low!, value!), high!))],
  [
    'SEL',
    {
      ...ofNumbers(0, false, (choice, zero, one) => (choice ? one! : zero!)),
      parameters: ['BOOL', 'T', 'T'],
      accepts: 'any',
    },
  ],
  [
    'MUX',
    {
      ...ofNumbers(0, true, pick as (...values: number[]) => number),
      parameters: ['ANY_INT', 'T', 'T'],
      accepts: 'any',
    },
  ],
  ...conversions,
])

/** Functions that some compilers offer and others refuse, with what to write in their place. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ['TANH', 'TANH is not in IEC 61131-3: write 1.0 - 2.0 / (EXP(2.0 * x) + 1.0)'],
  ['SINH', 'SINH is not in IEC 61131-3: write it with EXP'],
  ['COSH', 'COSH is not in IEC 61131-3: write it with EXP'],
  ['ATAN2', 'ATAN2 is unknown to some compilers: write it with ATAN'],
  ['POW', 'POW is not in IEC 61131-3: write EXPT'],
  ['FLOOR', 'FLOOR is not in IEC 61131-3: write it with TRUNC'],
  ['CEIL', 'CEIL is not in IEC 61131-3: write it with TRUNC'],
  ['ROUND', 'ROUND is not in IEC 61131-3: write REAL_TO_DINT'],
])
