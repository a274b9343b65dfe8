/** Seconds over which a pace is measured: long enough to be steady, short enough to follow a machine that gets busy. */
const memory = 10

/** How fast training processes go together, from each iteration they report; `now` gives s. */
export function createPace(now = () => performance.now() / 1000) {
  const marks: { readonly at: number; readonly scans: number }[] = []
  return {
    /** One more iteration, of so many scans. */
    add(scans: number): void {
      marks.push({ at: now(), scans })
      while (marks.length > 2 && (marks[1] as { at: number }).at < now() - memory) marks.shift()
    },
    /** Both zero until two iterations are known. */
    perSecond(): { readonly scans: number; readonly iterations: number } {
      const [first, ...later] = marks
      const seconds = (later.at(-1)?.at ?? 0) - (first?.at ?? 0)
      if (seconds <= 0) return { scans: 0, iterations: 0 }
      return { scans: later.reduce((sum, { scans }) => sum + scans, 0) / seconds, iterations: later.length / seconds }
    },
  }
}
