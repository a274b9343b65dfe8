import type { Line } from '../line/line.ts'
import { applyStatusTexts } from './apply-block.ts'
import type { BlockNames } from './block-names.ts'
import type { LoopGains, Manifest } from './manifest.ts'
import { statusTexts } from './sense-block.ts'
import { realLiteral } from './structured-text.ts'
import { wiringExample } from './wiring.ts'

/** README.txt of an exported folder, for the engineer who wires the blocks in. */
export function instructions(line: Line, names: BlockNames, manifest: Manifest, hasRules: boolean): string {
  const { openLoop, closedLoop, holds } = manifest.verification
  const codes = (texts: readonly string[]) => texts.map((text, code) => `  ${code}  ${text}`)
  return `${[
    `${line.title}: policy for the PLC`,
    '',
    'WHAT IS HERE',
    `  ${`${line.name}.st`.padEnd(20)} two function blocks, IEC 61131-3 Structured Text`,
    '  policy.onnx          the same policy in SI units, for any ONNX runtime',
    '  test-vectors.csv     inputs of the first block and the outputs that are right',
    '  manifest.json        hashes, ranges, gains, verdict and verification figures',
    ...(hasRules ? ['  rules.txt            what the policy does, rule by rule, in sentences'] : []),
    '',
    'HOW TO WIRE IT IN',
    `  Call both blocks once every ${line.scan} s, in a cyclic task, in this order:`,
    `  1. ${names.sense}: readings, set points and the controls as they stand.`,
    ...(names.isDirect
      ? [`  2. ${names.apply}: holds the controls within range and rate.`]
      : [
          '  2. Your own loops. Let them read the outputs ..._SHOWN in place of the readings.',
          `  3. ${names.apply}: adds the trims and holds the controls within range and rate.`,
        ]),
    "  All values are in the units of the line file, which the declarations name. The line's interlocks are in the last",
    '  block as well; your own, and your trips, stay where they are, after it. Feed ..._LAST with what is really applied,',
    '  in manual too.',
    ...(names.isDirect
      ? ['  With ENABLE FALSE every control goes to its safe value.']
      : ["  With ENABLE FALSE the loops see the plain readings and no trim is added: today's control goes on."]),
    ...authorityText(manifest),
    '  Switched on, the policy starts as at the beginning of an ordinary day: switch it on while the line runs steadily.',
    '',
    ...wiringExample(names).map((text) => (text === '' ? '' : `    ${text}`)),
    '',
    ...gainsText(manifest.loops),
    'STATUS',
    `  of ${names.sense}:`,
    ...codes(statusTexts),
    `  of ${names.apply}:`,
    ...codes(applyStatusTexts),
    '  Readings beyond their range count as its end.',
    '',
    'HOW IT WAS CHECKED',
    `  In a virtual PLC (REAL of 32 bits) against ONNX Runtime; differences as a share of the range:`,
    `  open loop, ${openLoop.scans} random scans: ${openLoop.largest} (tolerance ${openLoop.tolerance})`,
    `  closed loop, ${closedLoop.together.scans} scans side by side on one line: ${closedLoop.together.largest} (tolerance ${closedLoop.together.tolerance})`,
    `  closed loop, two lines that run apart: ${closedLoop.apart.largest} (roundings grow on lines that amplify them)`,
    holds
      ? '  The blocks agree with the policy that was judged.'
      : '  THE BLOCKS DO NOT AGREE within the tolerance: do not use them.',
    '',
    'CHECK IT ON YOUR CONTROLLER',
    `  Feed ${names.sense} with the rows of test-vectors.csv in their order; before each new episode call it once`,
    '  with ENABLE FALSE, so that its memory starts again. The outputs should agree to five digits of the range.',
    ...(names.isDirect ? [] : ['  AUTHORITY is 1.0 meanwhile.']),
    '  Try it on a simulator and behind your own limits before it drives a plant.',
  ].join('\n')}\n`
}

function authorityText({ authority }: Manifest): readonly string[] {
  if (authority === null) return []
  return [
    '  AUTHORITY is the share of trims and corrections that is used, 0.0 to 1.0. It begins at',
    `  ${realLiteral(authority)}; the policy was judged and checked with all of it, 1.0.`,
  ]
}

function gainsText(loops: readonly LoopGains[]): readonly string[] {
  if (loops.length === 0) return []
  return [
    'GAINS OF YOUR LOOPS',
    '  The policy was judged with these (ISA form; control units per signal unit, seconds):',
    ...loops.map(
      ({ tag, gain, integral, derivative }) =>
        `  ${tag}: gain ${gain}, integral ${integral === null ? 'off' : `${integral} s`}, derivative ${derivative} s`,
    ),
    '',
  ]
}
