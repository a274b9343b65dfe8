import type { Line } from '../../line/line.ts'
import { setpointLoops } from '../../scenario/course.ts'

/** Ways of securing a channel that are still considered safe (OPC UA Part 7), and none at all. */
export const securityPolicies = ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const
export const securityModes = ['SignAndEncrypt', 'Sign', 'None'] as const

/** A node of the server that stands for a tag of the line. */
export interface MappedNode {
  readonly tag: string
  /** As written: `ns=2;s=LT-101`, `nsu=urn:plant;s=LT-101`, or `s=LT-101` in the connection's namespace. */
  readonly node: string
  readonly unit: string
}

export interface MappedSignal extends MappedNode {
  /** Where a correction of the measurement is written. */
  readonly correction?: string
}

export interface MappedControl extends MappedNode {
  /** Where a trim on what the line's own loops ask is written. */
  readonly trim?: string
  /** Where a policy that drives the control itself writes what it asks. */
  readonly request?: string
}

/** How to reach a server. */
export interface Access {
  /** The connection file; the certificates lie in `pki` beside it. */
  readonly file: string
  readonly endpoint: string
  readonly mode: (typeof securityModes)[number]
  readonly securityPolicy: (typeof securityPolicies)[number]
  /** Who signs in, by password or by certificate; nobody where it is left out. */
  readonly user?: { readonly name: string } | 'certificate'
}

/** How to reach the plant of a line over OPC UA, and what its nodes mean. Lists are in the order of the line. */
export interface Connection extends Access {
  /** Of the nodes that name none. */
  readonly namespace?: string
  readonly access: 'subscribe' | 'poll'
  /** How many times faster than real time the plant runs; above 1 only where it is a served one. */
  readonly speed: number
  /** Scans after which a value that nobody renewed is stale. */
  readonly stale: number
  readonly signals: readonly (MappedSignal | undefined)[]
  readonly setpoints: readonly (MappedNode | undefined)[]
  readonly controls: readonly (MappedControl | undefined)[]
  /** Where the policy says that it is at work; absent where nothing may be written. */
  readonly policy?: { readonly enable: string; readonly heartbeat: string }
}

/** What a value of the plant is known by, in SI. */
export interface Ranged {
  readonly tag: string
  readonly low: number
  readonly high: number
}

/** The ranges of a line's set points, which are those of the signals that they are compared with. */
export const setpointRanges = (line: Line): readonly Ranged[] =>
  setpointLoops(line).map(({ tag, signal }) => {
    const { low, high } = line.signals.find((each) => each.tag === signal)!
    return { tag, low, high }
  })
