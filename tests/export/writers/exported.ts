import { readFileSync } from 'node:fs'
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm'
import { type PolicyBlocks, writeBlocks } from '../../../core/export/block.ts'
import { type Plc, startPlc } from '../../../core/export/plc.ts'
import { policyGraph } from '../../../core/export/policy.ts'
import type { WriterContext } from '../../../core/export/writers/writer.ts'
import { readLine } from '../../../core/line/read.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { testLoop, testParameters } from '../test-policy.ts'

export const lineNames = ['three-tank', 'pasteuriser', 'bottling']

/** A title that a file must survive. */
export const title = 'Ä <line> & "more" ]]> of it'

export const contextOf = ({ names }: PolicyBlocks, name: string): WriterContext => ({
  name,
  title,
  scan: 5,
  blocks: [names.sense, names.apply],
  sha256: { line: 'a'.repeat(64) },
  version: '0.0.0',
})

/** The blocks of a policy of random weights, and the lowest and highest value of each of their channels. */
export async function exported(name: string): Promise<Exported> {
  const file = `assets/lines/${name}.line.yaml`
  const line = readLine(readFileSync(file, 'utf8'), file)
  const loop = testLoop('trim', line)
  const blocks = writeBlocks(await policyGraph(loop, testParameters(loop.controller)))
  const { signals, controls, setpoints } = blocks.names
  const rangeOf = (scale: { readonly factor: number; readonly offset: number }, low: number, high: number) =>
    [low / scale.factor - scale.offset, high / scale.factor - scale.offset] as const
  return {
    blocks,
    context: contextOf(blocks, name),
    signals: signals.map(({ scale }, row) => rangeOf(scale, line.signals[row]!.low, line.signals[row]!.high)),
    setpoints: setpoints.map(({ scale, signal }) =>
      rangeOf(scale, line.signals[signal]!.low, line.signals[signal]!.high),
    ),
    controls: controls.map(({ scale }, row) => rangeOf(scale, line.controls[row]!.low, line.controls[row]!.high)),
  }
}

type Ranges = readonly (readonly [low: number, high: number])[]

export interface Exported {
  readonly blocks: PolicyBlocks
  readonly context: WriterContext
  readonly signals: Ranges
  readonly setpoints: Ranges
  readonly controls: Ranges
}

/** What both blocks answer in 200 scans: random inputs, beyond the range too, some not a number, some not enabled. */
export function answers({ signals, setpoints, controls }: Exported, plc: Plc): readonly Answer[] {
  const random = randomSource(7)
  const within = (ranges: Ranges) => ranges.map(([low, high]) => low + (1.2 * random.next() - 0.1) * (high - low))
  return Array.from({ length: 200 }, (_, scan) => {
    const reading = within(signals)
    if (scan % 50 === 49) reading[0] = Number.NaN
    const control = within(controls)
    const sensed = plc.sense(
      { reading, setpoint: within(setpoints), control },
      {
        enable: scan % 50 !== 29,
        authority: random.next(),
      },
    )
    const applied = plc.apply({ reading, loop: within(controls), wanted: sensed.wanted, last: control })
    return {
      shown: sensed.shown,
      wanted: sensed.wanted,
      control: applied.control,
      status: [sensed.status, applied.status],
    }
  })
}

export interface Answer {
  readonly shown: readonly number[]
  readonly wanted: readonly number[]
  readonly control: readonly number[]
  readonly status: readonly number[]
}

export const plcOf = ({ names }: PolicyBlocks, text: string, dialect?: Parameters<typeof startPlc>[1]): Plc =>
  startPlc({ names, text }, dialect)

/** Reads a document and checks it against a schema of this folder. Throws for one that is not well-formed or not valid. */
export function readValid<T>(
  content: string | Uint8Array,
  schema: string,
  take: (root: XmlElement) => T,
  namespace?: readonly [from: string, to: string],
): T {
  const schemaText = readFileSync(`tests/export/writers/schemas/${schema}`, 'utf8')
  using schemaDocument = XmlDocument.fromString(namespace ? schemaText.replaceAll(...namespace) : schemaText)
  using validator = XsdValidator.fromDoc(schemaDocument)
  using document = XmlDocument.fromString(content.toString())
  validator.validate(document)
  return take(document.root)
}

/** CODESYS and TwinCAT ask a function whether a REAL is a number; here it is compared with itself again. */
export const plainComparisons = (text: string) => text.replace(/DREAMLINE_IS_NUMBER\(([^()]+)\)/g, '($1 = $1)')
