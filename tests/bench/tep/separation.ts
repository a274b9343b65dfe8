/** Probability that a positive scores above a negative, ties counting half: the area under the ROC curve. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = Float64Array.from(negatives).sort()
  const count = (isBelow: (each: number) => boolean) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBelow(sorted[middle] as number)) low = middle + 1
      else high = middle
    }
    return low
  }
  const wins = positives.reduce(
    (sum, value) => sum + (count((each) => each < value) + count((each) => each <= value)) / 2,
    0,
  )
  return wins / positives.length / negatives.length
}
