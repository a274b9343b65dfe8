import type { Trusted } from '../../engine/contract/trust.ts'

/** How far what was dreamt can be trusted. */
export const trustText = ({ trust }: Trusted): string =>
  trust === undefined ? 'The model has not yet been compared with a log of the plant.' : `The model: ${trust.sentence}`
