import { applyBlock } from './apply-block.ts'
import { type BlockNames, blockNames } from './block-names.ts'
import { comment } from './declare.ts'
import { folded } from './fold.ts'
import type { GuardSettings } from './guard/settings.ts'
import type { PolicyGraph } from './policy.ts'
import { senseBlock } from './sense-block.ts'

/** A policy for the PLC: two function blocks, called once a scan, ahead of the line's own loops and after them. */
export interface PolicyBlocks {
  readonly names: BlockNames
  /** IEC 61131-3 Structured Text. */
  readonly text: string
}

export function writeBlocks(policy: PolicyGraph, guard: GuardSettings = {}): PolicyBlocks {
  const { line } = policy
  const names = blockNames(line, 'direct' in policy.outputs)
  const heading = [
    comment(`${line.title}: a policy that Dreamline trained and judged, for IEC 61131-3 controllers.`),
    comment(`Call ${names.sense}, then the line's own loops, then ${names.apply}, once every ${line.scan} s.`),
    comment('REAL is 32 bits wide. README.txt shows the wiring; manifest.json holds the evidence.'),
  ]
  const lines = [...heading, '', ...senseBlock(policy, names, guard), '', ...applyBlock(line, names)]
  return { names, text: `${lines.flatMap(folded).join('\n')}\n` }
}
