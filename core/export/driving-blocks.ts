import type { ClosedLoop } from '../dream/closed-loop.ts'
import type { Drive } from '../dream/rollout.ts'
import type { Plant } from '../line/plant.ts'
import type { PolicyBlocks } from './block.ts'
import { drive, see } from './blocks-in-loop.ts'
import { handOverOf, modes } from './guard/settings.ts'
import { startPlc } from './plc.ts'
import { cutLine } from './sections.ts'

/** A line that exported blocks drive, to be dreamt in a single lane. */
export interface DrivenLine {
  readonly loop: ClosedLoop
  readonly drive: Drive
  release(): Promise<void>
}

/**
 * Has exported blocks drive a line from the virtual PLC, as they are shipped: switched on, the guard awake, hand-over at
 * the beginning. `authority` is the share that was exported; null for a policy without loops underneath.
 */
export async function driveByBlocks(plant: Plant, blocks: PolicyBlocks, authority: number | null): Promise<DrivenLine> {
  const { names } = blocks
  const plc = startPlc(blocks)
  const sections = await cutLine(plant, undefined)
  const handOver = handOverOf(plant.line, names.isDirect).usual
  const settings = { mode: modes.on, handOver, ...(authority !== null && { authority }) }
  return {
    loop: sections.driven,
    async drive(feeds) {
      if (feeds.time?.[0] === 0) plc.reset()
      const state = feeds.state as Float32Array
      const seen = await see(sections, names, state, feeds)
      return { ...(await drive(sections, plc, names, state, seen, settings)).columns }
    },
    release: sections.release,
  }
}
