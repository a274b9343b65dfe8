import type { Samples } from './samples.ts'

type Source = AsyncIterator<readonly Samples[]>

interface Head {
  readonly source: Source
  readonly batch: readonly Samples[]
  readonly at: number
}

/** Rows of several exports, each in order of time, as those of one. */
export async function* mergeByTime(
  exports: readonly AsyncIterable<readonly Samples[]>[],
): AsyncGenerator<readonly Samples[]> {
  const sources = exports.map((each) => each[Symbol.asyncIterator]())
  try {
    let heads = (await Promise.all(sources.map(nextOf))).flatMap((head) => head ?? [])
    while (heads.length > 0) {
      const first = heads.reduce((best, head) => (timeOf(head) < timeOf(best) ? head : best))
      const others = heads.filter((head) => head !== first)
      const limit = others.reduce((least, head) => Math.min(least, timeOf(head)), Infinity)
      const { batch, at, source } = first
      let end = at + 1
      while (end < batch.length && (batch[end] as Samples).time <= limit) end++
      yield at === 0 && end === batch.length ? batch : batch.slice(at, end)
      const next = end < batch.length ? { source, batch, at: end } : await nextOf(source)
      // It keeps its place, so that rows of one time come in the order of the files.
      heads = heads.flatMap((head) => (head === first ? (next ?? []) : head))
    }
  } finally {
    await Promise.all(sources.map((source) => source.return?.()))
  }
}

const timeOf = ({ batch, at }: Head) => (batch[at] as Samples).time

async function nextOf(source: Source): Promise<Head | undefined> {
  for (;;) {
    const { done, value } = await source.next()
    if (done) return undefined
    if (value.length > 0) return { source, batch: value, at: 0 }
  }
}
