/** How far a value of the plant can be relied on. */
export type Quality = 'good' | 'uncertain' | 'bad' | 'stale' | 'not a number' | 'out of range'

/** A value of the plant, SI; NaN where there is none. */
export interface Sample {
  readonly value: number
  readonly quality: Quality
  /** What the server says of it, such as the name of a status code; empty where it says nothing. */
  readonly said: string
}

/** What is known of the plant as a scan begins; each list in the order of the line. */
export interface Snapshot {
  readonly signals: readonly Sample[]
  readonly setpoints: readonly Sample[]
  /** As applied during the last scan. */
  readonly controls: readonly Sample[]
}

/** What the plant holds of what a policy has written, SI. */
export interface ReadBack {
  /** In the order of the outputs. */
  readonly outputs: readonly number[]
  readonly enable: boolean
  readonly heartbeat: number
}

/** A value for the plant: an output by its name, SI, or the word that the policy is at work, or its heartbeat. */
export interface PlantWrite {
  readonly to: string
  readonly value: number | boolean
}

/** The plant as a session sees it, whatever lies between. */
export interface PlantSide extends AsyncDisposable {
  /** Never rejects while the connection lasts. */
  take(): Promise<Snapshot>
  readBack(): Promise<ReadBack>
  /** The status of each write by its name, `Good` where it is done. */
  write(writes: readonly PlantWrite[]): Promise<readonly string[]>
  /** A write as the server will see it: its node, and the value in that node's unit. */
  describe(write: PlantWrite): { readonly node: string; readonly value: number | boolean; readonly unit: string }
  /** Resolves with the reason once the connection is gone. */
  readonly lost: Promise<string>
}

/** Said of what the connection file does not have. */
export const notMapped = 'not in the connection file'
