/** How far two computations of the same value were apart at most. */
export interface Difference {
  readonly name: string
  readonly unit: string
  readonly largest: number
  /** Of the range of the signal or control. */
  readonly ofRange: number
}

/** The exported blocks in the virtual PLC against the policy in ONNX Runtime. */
export interface Agreement {
  readonly scans: number
  readonly differences: readonly Difference[]
  /** The largest of `ofRange`. */
  readonly largest: number
  readonly tolerance: number
  readonly holds: boolean
}

/** A value that is compared: its name, unit and range in that unit. */
export interface Compared {
  readonly name: string
  readonly unit: string
  readonly range: number
}

/** Collects differences over many scans; one that is not a number counts as infinite. */
export function compareOver(compared: readonly Compared[]) {
  const largest = compared.map(() => 0)
  let scans = 0
  return {
    add(found: readonly number[], expected: readonly number[]): void {
      scans += 1
      compared.forEach((_, row) => {
        const difference = Math.abs((found[row] as number) - (expected[row] as number))
        largest[row] = Math.max(largest[row] as number, Number.isNaN(difference) ? Infinity : difference)
      })
    },
    result(tolerance: number): Agreement {
      const differences = compared.map(({ name, unit, range }, row) => {
        const difference = largest[row] as number
        return { name, unit, largest: rounded(difference), ofRange: rounded(difference / range) }
      })
      const worst = Math.max(0, ...differences.map(({ ofRange }) => ofRange))
      return { scans, differences, largest: worst, tolerance, holds: worst <= tolerance }
    },
  }
}

/** Three digits: further ones are of the machine that computed them. */
const rounded = (value: number) => Number(value.toPrecision(3))
