/** One way to a policy for a plant that nobody has modelled exactly. */
export interface Arm {
  readonly name: string
  /** Scans of the plant that it needs. */
  readonly real: number
}

export const arms = {
  baseline: { name: "the line's own control", real: 0 },
  many: { name: 'PPO on the plant', real: 80_000 },
  few: { name: 'PPO on the plant', real: 5_000 },
  dreams: { name: 'dreams alone', real: 0 },
  adapted: { name: 'dreams, then the plant’s log', real: 5_000 },
  clone: { name: 'behaviour cloning of a log', real: 5_000 },
  td3: { name: 'TD3+BC on the same log', real: 5_000 },
} as const satisfies Record<string, Arm>

export type ArmName = keyof typeof arms
