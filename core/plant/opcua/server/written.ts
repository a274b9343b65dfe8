import type { Line } from '../../../line/line.ts'

/** What clients have written, in SI; `undefined` requests leave the control to its loop. */
export interface Written {
  enable: boolean
  heartbeat: number
  trim: number[]
  correction: number[]
  request: (number | undefined)[]
}

export const nothingWritten = (line: Line): Written => ({
  enable: false,
  heartbeat: 0,
  trim: line.controls.map(() => 0),
  correction: line.signals.map(() => 0),
  request: line.controls.map(() => undefined),
})

/** Switches the policy. What it had asked for before it was switched off is not asked for after it is switched on. */
export function switchPolicy(line: Line, written: Written, enable: boolean): void {
  if (written.enable && !enable) Object.assign(written, { ...nothingWritten(line), heartbeat: written.heartbeat })
  written.enable = enable
}
