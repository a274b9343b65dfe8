import type { Job } from '../contract.ts'

export interface ServePlantRequest {
  readonly line: string
  /** Of the plant's noise. */
  readonly seed?: number
  /** Seed of the gap between the line and the plant; null for a plant as described. */
  readonly gap?: number | null
  /** How many times faster than real time. */
  readonly speed?: number
  /** Loopback by default. */
  readonly host?: string
  readonly port?: number
  /** Folder of key, certificate and trust lists. */
  readonly pki?: string
  /** Who may log in; the password stands in DREAMLINE_PLANT_PASSWORD, or is made up. */
  readonly user?: string
  readonly anonymous?: boolean
  /** Connections that are neither signed nor encrypted. */
  readonly insecure?: boolean
  /** Trust the first client while no other is trusted. */
  readonly accept?: boolean
  /** Scans without a heartbeat after which commands are dropped. */
  readonly watchdog?: number
  /** Such as `LT-101 bias at 5 min`, or `T-101 leak of 0.4 cm2 at 5 min for 2 min`. */
  readonly faults?: readonly string[]
  /** s; without it the plant is served until it is stopped. */
  readonly duration?: number
}

/** A plant that is served now. */
export interface ServedNow {
  readonly line: string
  readonly endpoint: string
  /** SHA-1 of the certificate, in hexadecimal. */
  readonly thumbprint: string
  readonly pki: string
  readonly user: string
  /** Where it was made up. */
  readonly password?: string
}

export interface ServePlantJob extends Job {
  onServed?(served: ServedNow): void
  /** What has come of the commands from outside since the scan, which changed. */
  onStatus?(status: { readonly scan: number; readonly status: string }): void
}

export interface ServePlantReport {
  readonly line: string
  readonly endpoint: string
  readonly scans: number
  /** Scans in which commands from outside were in force. */
  readonly inForce: number
  readonly tripped: boolean
}
