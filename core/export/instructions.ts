import type { Line } from '../line/line.ts'
import { applyStatusTexts } from './apply-block.ts'
import type { BlockNames } from './block-names.ts'
import { folded } from './fold.ts'
import { handOverOf, modes, severalScans, statusTexts } from './guard/settings.ts'
import type { LoopGains, Manifest } from './manifest.ts'
import { realLiteral } from './structured-text.ts'
import { wiringExample } from './wiring.ts'

/** README.txt of an exported folder, for the engineer who wires the blocks in. */
export function instructions(line: Line, names: BlockNames, manifest: Manifest, hasRules: boolean): string {
  const { openLoop, closedLoop, holds } = manifest.verification
  const codes = (texts: readonly (readonly [number, string])[]) =>
    texts.map(([code, text]) => `  ${String(code).padStart(4)}  ${text}`)
  return `${[
    ...(manifest.override === null ? [] : [manifest.override.toUpperCase(), '']),
    `${line.title}: policy for the PLC`,
    '',
    'WHAT IS HERE',
    `  ${`${line.name}.st`.padEnd(20)} two function blocks, IEC 61131-3 Structured Text`,
    `  ${`${line.name}-test.st`.padEnd(20)} a program that tests both blocks on your controller, in Structured Text`,
    '  policy.onnx          the same policy in SI units, for any ONNX runtime',
    '  test-vectors.csv     inputs of the first block and the outputs that are right',
    '  model-card.md        what the policy is for, how it was judged, and what it must not be used for',
    '  report.html          the evidence to be read and printed',
    '  manifest.json        hashes, ranges, gains, verdict, costs and verification figures',
    `  ${`${line.name}.line.yaml`.padEnd(20)} the line file it was judged on`,
    '  SHA256SUMS           of all these files; `dreamline verify` repeats every check',
    ...(hasRules ? ['  rules.txt            what the policy does, rule by rule, in sentences'] : []),
    '',
    ...formsText(manifest),
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
    ...authorityText(manifest),
    '  Switched on, the policy starts as at the beginning of an ordinary day: switch it on while the line runs steadily.',
    '',
    ...guardText(line, names, manifest),
    ...wiringExample(names).map((text) => (text === '' ? '' : `    ${text}`)),
    '',
    ...gainsText(manifest.loops),
    'STATUS',
    `  of ${names.sense}:`,
    ...codes(statusTexts),
    `  of ${names.apply}:`,
    ...codes(applyStatusTexts),
    '',
    'HOW IT WAS CHECKED',
    `  In a virtual PLC (REAL of 32 bits) against ONNX Runtime; differences as a share of the range:`,
    `  open loop, ${openLoop.scans} random scans: ${openLoop.largest} (tolerance ${openLoop.tolerance})`,
    `  closed loop, ${closedLoop.together.scans} scans side by side on one line: ${closedLoop.together.largest} (tolerance ${closedLoop.together.tolerance})`,
    `  closed loop, two lines that run apart: ${closedLoop.apart.largest} (roundings grow on lines that amplify them)`,
    `  with the guard awake, STATUS was 0 in ${closedLoop.guarded.silent} of ${closedLoop.guarded.scans} scans, in which it changed ${closedLoop.guarded.holds ? 'nothing' : 'SOMETHING'}`,
    holds
      ? '  The blocks agree with the policy that was judged.'
      : '  THE BLOCKS DO NOT AGREE within the tolerance: do not use them.',
    '',
    'HOW FAR TO TRUST THE DREAMS',
    `  ${manifest.trust?.sentence ?? 'The model that it was trained and judged in has not yet been compared with a log of the plant.'}`,
    '',
    'CHECK IT ON YOUR CONTROLLER',
    `  Import ${line.name}-test.st beside the blocks and run ${manifest.testBench.program} in a cyclic task. It replays`,
    `  ${manifest.testBench.scans} vectors, one a scan. RESULT becomes 1 (PASS), or 2 (FAIL) at the first output that differs:`,
    '  FAILED_OUTPUT is its number in the text, SCAN_NO the vector, ACTUAL and EXPECTED the two values.',
    ...manifest.testBench.forms.map(({ target, files, problem }) =>
      problem === undefined ? `  For ${target}: ${files.join(', ')}` : `  For ${target} there is none.`,
    ),
    `  By hand: feed ${names.sense} with the rows of test-vectors.csv in their order; before each new episode call it`,
    `  once with ENABLE FALSE, so that its memory starts again. MODE is ${modes.check} meanwhile${names.isDirect ? '' : ', AUTHORITY 1.0'}: hand-over, heartbeat,`,
    '  limits and envelope then say nothing. The outputs should agree to five digits of the range.',
    '  Try it on a simulator and behind your own limits before it drives a plant.',
  ].join('\n')}\n`
}

/** What keeps the policy within bounds, and how the engineer sets it. */
function guardText(line: Line, { isDirect, sense, apply }: BlockNames, { guard }: Manifest): readonly string[] {
  const { envelope, limits } = guard
  const { longest } = handOverOf(line, isDirect)
  const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`
  return [
    'THE GUARD',
    `  MODE of ${sense}: ${modes.off} off; ${modes.shadow} shadow, where the policy computes and does not act; ${modes.on} on (as it begins).`,
    '  While one of the reasons 1 to 256 of STATUS below is in force, the policy hands back to what is there without it:',
    ...(isDirect
      ? [
          `    every control goes to ${guard.fallback === 'safe values' ? 'its safe value' : "what the line's own loops ask, which the block holds"}.`,
        ]
      : ["    corrections and trims are zero, the loops see the plain readings, and today's control goes on."]),
    '  It takes over again by itself when the reason is gone. In shadow, look at what it would ask in the variables',
    `  ${isDirect ? 'direct' : 'trim and correction'} of the block (SI units).`,
    `  HAND_OVER, ${realLiteral(guard.handOver)} s as it begins, 0.0 to ${longest} s: whenever the policy takes over or hands back${isDirect ? '' : ', or AUTHORITY'}`,
    `  ${isDirect ? '' : 'changes, '}each output starts from where it is, and the difference fades within that time. 0.0 is at once.`,
    '  ..._OK is the quality of a reading, TRUE where it is not wired. A signal that is lost reads the low end of its range',
    '  in the dreams: for the policy to go on without it, feed that end and leave its flag TRUE.',
    `  HEARTBEAT: any number that changes while the readings are fresh; it may stand still for HEARTBEAT_SCANS scans.`,
    '  Not wired, it is not watched. The other way round, the output ALIVE changes at every call.',
    ...(limits.length === 0
      ? []
      : [
          `  While ${limits.join(', ')} ${limits.length === 1 ? 'is' : 'are'} reached on the plain readings, and ${severalScans} scans on, the policy is withdrawn:`,
          `  in ${percent(envelope.limitsInForce)} of the scans of dreams like those of training, faults among them.`,
        ]),
    '  DISTANCE is how far what the policy sees is from what it met in training, 1.0 being the edge. Beyond it for',
    `  ${severalScans} scans it hands back: ${percent(envelope.inForce)} of the scans of such dreams. ENVELOPE moves that edge; 0.0 does without.`,
    `  ${apply} obeys the interlocks and holds range and rate whatever the policy asks, with the guard or without.`,
    '',
  ]
}

/** For whom the blocks were written, what was checked of each form, and the names that tags have in them. */
function formsText({ targets, names }: Manifest): readonly string[] {
  const renamed = targets.flatMap((each) => each.renamed.map(({ from, to }) => `  in ${each.target}, ${from} is ${to}`))
  return [
    'FORMS',
    ...targets.flatMap(({ target, text, files }) =>
      [`  ${target}: ${files.length === 0 ? 'policy.onnx' : files.join(', ')}`, `    ${text}`].flatMap(folded),
    ),
    "  None of them has been imported in a vendor's tool yet: look at what yours makes of it before you use it.",
    '',
    ...(names.length + renamed.length === 0
      ? []
      : ['NAMES', ...names.map(({ tag, name }) => `  ${tag} is ${name}`), ...renamed, '']),
  ]
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
