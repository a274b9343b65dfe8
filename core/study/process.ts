import { uptime } from 'node:os'

/** Which process works on a run: its id is used again once it is gone, its start (milliseconds since 1970) is not. */
type ProcessMark = { readonly id: number; readonly started: number }

export const thisProcess: ProcessMark = {
  id: process.pid,
  started: Math.round(Date.now() - process.uptime() * 1000),
}

// Clocks are set and read apart by a little; a restart takes longer than this.
const tolerance = 2000

/**
 * Whether the process that left the mark runs no more. Where its id now belongs to another program started since the
 * machine's last start, the answer is no: nothing portable tells those two apart.
 */
export function isGone(mark: ProcessMark): boolean {
  if (mark.id === thisProcess.id) return Math.abs(mark.started - thisProcess.started) > tolerance
  const machineStarted = Date.now() - uptime() * 1000
  return mark.started < machineStarted - tolerance || !isAlive(mark.id)
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    // EPERM: it lives under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
