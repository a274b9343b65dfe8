import type { Background, Experience, KeptExperience, KeptSequence, Use } from './experience.ts'

/** A background as a database has it: scenario and chain are JSON there. */
type Stored<Kept extends Background> = Omit<Kept, 'scenario' | 'chain'> & {
  readonly scenario: unknown
  readonly chain: unknown
}

/** Where a sequence lies: its experiences have `length` ids from the first on. */
type Extent = Pick<KeptSequence, 'id' | 'firstId' | 'length'>

/** What a replay asks of the database that keeps it. Every call is done when it returns, as a whole or not at all. */
export interface ExperienceStore {
  /** Keeps a sequence of one version of a line, with one vector an experience or none at all. */
  saveSequence(
    lineHash: string,
    background: Stored<Background>,
    experiences: readonly Experience[],
    vectors: readonly Float32Array[],
  ): Extent
  sequences(lineHash: string): readonly Stored<KeptSequence>[]
  experienceCounts(): readonly { readonly lineHash: string; readonly count: number }[]
  /** Those of `count` ids from `firstId` on that are there. */
  experiences(firstId: number, count: number): readonly KeptExperience[]
  removeSequence(sequence: Extent): void
  saveExperienceUses(uses: readonly Use[]): void
  experienceUses(sequenceId: number, id: number): readonly Use[]
  /** Throws where the vector index cannot be had. Nearest first, by Euclidean distance; those of the sequence `without` left out. */
  nearestExperiences(
    lineHash: string,
    vector: Float32Array,
    count: number,
    without?: number,
  ): readonly { readonly id: number; readonly distance: number }[]
  /** How many experiences the vector index holds, and for how many it has taken room; undefined where it cannot be had. */
  indexedExperiences(lineHash: string): { readonly count: number; readonly room: number } | undefined
  /** Whether the vector index holds all of a sequence. */
  isSequenceIndexed(sequence: Extent): boolean
  /** Takes vectors out of the index that are no experience's. */
  removeStrayVectors(): void
  reindexSequence(sequence: Extent, lineHash: string, vectors: readonly Float32Array[]): void
  setting(lineHash: string, name: string): unknown
  saveSetting(lineHash: string, name: string, value: string): void
}
