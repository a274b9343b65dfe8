import type { Trusted } from '../../engine/contract/trust.ts'

/** How far what was dreamt can be trusted. */
export const trustText = ({ trust }: Trusted): string =>
  trust?.sentence ?? 'The model has not yet been compared with a log of the plant.'
