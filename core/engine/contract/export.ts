import type { Job } from '../contract.ts'

/** The forms in which a policy is written out, besides those of the engineer's own. */
export const exportTargets = ['st', 'plcopen', 'plcopen-codesys', 'scl', 'l5x', 'twincat', 'c', 'onnx'] as const

export interface ExportJob extends Job {
  /**
   * JavaScript modules that each export a writer of the engineer's own; what they write comes with the export. They are code
   * that runs with all rights, so only a command line names them.
   */
  readonly writerFiles?: readonly string[]
}
