import { setImmediate } from 'node:timers/promises'
import type { Line } from '../line/line.ts'
import type { RandomSource } from '../scenario/random.ts'
import { type DrawRequest, drawWindows, type Window } from './draw.ts'
import { type Embedding, featureEmbedding } from './embedding.ts'
import type { Experience, KeptExperience, KeptSequence, Purpose, Sequence, Situation, Use } from './experience.ts'
import { assertFits, assertSequenceFits } from './fit.ts'
import type { ExperienceStore } from './store.ts'
import { leastWorth } from './worth.ts'

export interface ReplaySettings {
  /** How many experiences to keep. A million take 300 to 400 MB. */
  readonly limit?: number
  readonly embedding?: Embedding
}

export interface Similar {
  readonly experience: KeptExperience
  readonly sequence: KeptSequence
  /** Cosine of the angle between the two situations' vectors. */
  readonly similarity: number
}

export interface Batch {
  readonly windows: readonly (Window & { readonly experiences: readonly KeptExperience[] })[]
}

/** The experiences of one version of a line. One replay at a time may write to it. */
export interface Replay {
  /** All that is kept, the oldest first. */
  readonly sequences: readonly KeptSequence[]
  /** How many experiences the store holds of other versions of the line. They are kept, and never met here. */
  readonly ofOtherVersions: number
  /**
   * Keeps sequences, long ones in parts, and gives up what is worth least where there are more than the limit. Others have a
   * word in between. Throws `UnfitExperience`, before anything is kept, for experiences that are not of this line.
   */
  append(sequences: readonly Sequence[]): Promise<void>
  /**
   * The most similar experiences, the most similar first; those of the sequence `without` left out. Vectors that are missing,
   * or were made by another embedding, are made first, which takes about 30 s for a million by the line's own features.
   * Throws what the store says where it has no index, and what the embedding does; all else works without.
   */
  similar(situation: Situation, count: number, without?: KeptSequence): Promise<readonly Similar[]>
  /** The sequence and the experience with this id. */
  find(id: number): { readonly sequence: KeptSequence; readonly experience: KeptExperience } | undefined
  /** Up to `count` experiences of a sequence from `offset` on. */
  part(sequence: KeptSequence, offset: number, count: number): readonly KeptExperience[]
  /** A batch. With its purpose it is kept where reasoned experiences were used, so that they can be followed. */
  draw(request: DrawRequest, random: RandomSource, purpose?: Purpose): Batch
  /** What a reasoned experience was used for. */
  usesOf(experience: KeptExperience): readonly Use[]
}

const defaultLimit = 1_000_000
/** Experiences in one transaction, at most: some tens of milliseconds. */
const longestSequence = 512
const embeddingSetting = 'embedding of the replay'

/** Opens the experiences of a line, by the hash of its text. */
export async function openReplay(
  line: Line,
  lineHash: string,
  store: ExperienceStore,
  { limit = defaultLimit, embedding = featureEmbedding(line) }: ReplaySettings = {},
): Promise<Replay> {
  let sequences = store.sequences(lineHash) as readonly KeptSequence[]
  const others = store.experienceCounts().filter((one) => one.lineHash !== lineHash)
  const extent = store.indexedExperiences(lineHash)
  let holes = extent === undefined ? 0 : extent.room - extent.count

  const count = () => sequences.reduce((sum, { length }) => sum + length, 0)
  const isOfEmbedding = () => store.setting(lineHash, embeddingSetting) === embedding.name
  let isIndexed = extent === undefined || (isOfEmbedding() && extent.count === count())
  let indexing: Promise<void> | undefined
  const part: Replay['part'] = ({ firstId, length }, offset, wanted) => {
    const experiences = store.experiences(firstId + offset, Math.min(wanted, length - offset))
    assertFits(line, experiences)
    return experiences
  }

  /** Makes the vectors that are missing, or all of them. */
  async function index(all: boolean): Promise<void> {
    if (all) store.saveSetting(lineHash, embeddingSetting, '')
    store.removeStrayVectors()
    const present = sequences
    for (const sequence of present) {
      if (!all && store.isSequenceIndexed(sequence)) continue
      const vectors = await embedding.vectorsOf(part(sequence, 0, sequence.length))
      store.reindexSequence(sequence, lineHash, vectors)
      await setImmediate()
    }
    store.saveSetting(lineHash, embeddingSetting, embedding.name)
    if (all) holes = 0
    // Others may have added some meanwhile.
    isIndexed = sequences === present
  }

  /** Once for all who search meanwhile. */
  const indexed = () => {
    indexing ??= index(!isOfEmbedding()).finally(() => {
      indexing = undefined
    })
    return indexing
  }

  /** None where the index is another embedding's, or where nobody shall wait for them. */
  const vectorsToKeep = (experiences: readonly Experience[]) =>
    embedding.isDeferred || !isOfEmbedding() ? [] : embedding.vectorsOf(experiences)

  async function giveUpLeastWorth(): Promise<void> {
    const given = new Set(leastWorth(sequences, limit))
    for (const sequence of given) {
      store.removeSequence(sequence)
      holes += sequence.length
      await setImmediate()
    }
    sequences = sequences.filter((sequence) => !given.has(sequence))
    // A search looks at the holes that removed vectors leave, too.
    if (extent !== undefined && isIndexed && !embedding.isDeferred && holes > count() + longestSequence)
      await index(true)
  }

  const find: Replay['find'] = (id) => {
    const sequence = sequences.find(({ firstId, length }) => id >= firstId && id < firstId + length)
    const experience = sequence && part(sequence, id - sequence.firstId, 1)[0]
    return sequence && experience && { sequence, experience }
  }

  return {
    get sequences() {
      return sequences
    },
    ofOtherVersions: others.reduce((sum, one) => sum + one.count, 0),
    async append(added) {
      for (const sequence of added) assertSequenceFits(line, sequence)
      if (sequences.length === 0) store.saveSetting(lineHash, embeddingSetting, embedding.name)
      for (const { experiences, ...background } of added.flatMap(inParts)) {
        const vectors = await vectorsToKeep(experiences)
        isIndexed &&= vectors.length === experiences.length
        const saved = store.saveSequence(lineHash, background, experiences, vectors)
        sequences = [...sequences, { ...background, ...saved }]
        await setImmediate()
      }
      await giveUpLeastWorth()
    },
    async similar(situation, wanted, without) {
      if (!isIndexed) await indexed()
      const [vector] = await embedding.vectorsOf([situation])
      const nearest = store.nearestExperiences(lineHash, vector as Float32Array, wanted, without?.id)
      // Between vectors of length 1 the squared distance is twice what the cosine lacks of 1.
      return nearest.flatMap(({ id, distance }) => {
        const found = find(id)
        return found === undefined ? [] : [{ ...found, similarity: 1 - distance ** 2 / 2 }]
      })
    },
    find,
    part,
    draw(request, random, purpose) {
      const windows = drawWindows(sequences, request, random)
      if (purpose !== undefined) store.saveExperienceUses(usesIn(windows, request, purpose))
      return {
        windows: windows.map((window) => ({
          ...window,
          experiences: part(window.sequence, window.offset, request.scans),
        })),
      }
    },
    usesOf: ({ sequenceId, id }) => store.experienceUses(sequenceId, id),
  }
}

const usesIn = (windows: readonly Window[], { scans }: DrawRequest, purpose: Purpose): readonly Use[] =>
  windows
    .filter(({ sequence }) => sequence.provenance === 'reasoned')
    .map(({ sequence, offset, isUniform }) => {
      return { ...purpose, sequenceId: sequence.id, firstId: sequence.firstId + offset, length: scans, isUniform }
    })

function inParts({ experiences, ...background }: Sequence): readonly Sequence[] {
  const parts = Math.ceil(experiences.length / longestSequence)
  return Array.from({ length: parts }, (_, index) => ({
    ...background,
    experiences: experiences.slice(index * longestSequence, (index + 1) * longestSequence),
  }))
}
