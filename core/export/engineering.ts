import type { Scale } from '../line/scale.ts'

export { type Scale, scaleOf } from '../line/scale.ts'

const { fround } = Math

/** In float32, operation by operation, as the exported block computes it. */
export const toSi = ({ factor, offset }: Scale, value: number): number =>
  fround(fround(fround(value) + fround(offset)) * fround(factor))

/** In float32, operation by operation, as the exported block computes it. */
export const fromSi = ({ factor, offset }: Scale, value: number): number =>
  fround(fround(fround(value) / fround(factor)) - fround(offset))

/** A value of the line file in the engineer's unit, without the digits that the conversion added. */
export const written = ({ factor, offset }: Scale, value: number): number =>
  Number((value / factor - offset).toPrecision(9))

/** A difference of two values, such as a trim. */
export const writtenDifference = ({ factor }: Scale, value: number): number => Number((value / factor).toPrecision(9))
