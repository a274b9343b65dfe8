import { type NodeId, NodeIdType } from 'node-opcua'
import type { Line } from '../../../line/line.ts'
import { measure } from '../../../line/measure.ts'
import { parseUnit } from '../../../line/unit.ts'
import { setpointLoops } from '../../../scenario/course.ts'
import { outputsOf } from '../../session/output.ts'
import { guessNode } from '../guess.ts'
import type { Draft, GuessedNode } from '../write-connection.ts'
import { browseVariables } from './browse.ts'
import type { Channel } from './channel.ts'
import { unitAt } from './engineering-unit.ts'

/** What a place of a connection file may be called at a server. */
interface Sought {
  readonly place: readonly string[]
  readonly spellings: readonly string[]
  /** Unit of the line for it, where it has one, and what it measures. */
  readonly measured?: { readonly unit: string; readonly dimension: Line['controls'][number]['dimension'] }
}

function soughtOf(line: Line): readonly Sought[] {
  const named = (tag: string, column: string | undefined) => (column === undefined ? [tag] : [tag, column])
  const section = { correction: 'signals', trim: 'controls', request: 'controls' }
  return [
    ...line.signals.map(({ tag, column, unit, of: { dimension } }) => ({
      place: ['signals', tag, 'node'],
      spellings: named(tag, column),
      measured: { unit, dimension },
    })),
    ...setpointLoops(line).map(({ tag, signal }) => {
      const { unit, of } = line.signals.find((each) => each.tag === signal)!
      const spellings = ['setpoint', 'SP', 'set point'].map((word) => `${tag}.${word}`)
      return { place: ['setpoints', tag, 'node'], spellings, measured: { unit, dimension: of.dimension } }
    }),
    ...line.controls.map(({ tag, column, unit, dimension }) => ({
      place: ['controls', tag, 'node'],
      spellings: named(tag, column),
      measured: { unit, dimension },
    })),
    ...outputsOf(line).map(({ name, kind }) => {
      const tag = name.slice(0, -kind.length - 1)
      return { place: [section[kind], tag, kind], spellings: [name] }
    }),
    ...['enable', 'heartbeat'].map((word) => ({ place: ['policy', word], spellings: [`policy.${word}`] })),
  ]
}

/** Guesses from names which nodes of a server belong to a line, as an import from a historian does. */
export async function mapNodes(line: Line, channel: Channel): Promise<Pick<Draft, 'nodes' | 'missing'>> {
  const variables = await browseVariables(channel)
  const nodes: GuessedNode[] = []
  const missing: string[] = []
  for (const { place, spellings, measured } of soughtOf(line)) {
    const guess = guessNode(spellings, variables)
    const isOwn = place.length === 2 || place[2] === 'node'
    const hasOwn = isOwn || nodes.some((node) => node.place[0] === place[0] && node.place[1] === place[1])
    if (guess === undefined || !hasOwn) {
      missing.push(spellings[0]!)
      continue
    }
    const { nodeId } = guess.node
    const namespace = channel.namespaces[nodeId.namespace] ?? ''
    const unit = measured && (await unitFor(channel, nodeId, measured))
    nodes.push({ place, namespace, identifier: identifierOf(nodeId), exact: guess.exact, ...(unit && { unit }) })
  }
  return { nodes, missing }
}

/** The server's unit where it measures what the line means, or else the line's. */
async function unitFor({ session }: Channel, nodeId: NodeId, { unit, dimension }: NonNullable<Sought['measured']>) {
  const theirs = await unitAt(session, nodeId)
  const { exponents } = measure(dimension)
  return parseUnit(theirs)?.exponents.every((exponent, i) => exponent === exponents[i]) ? theirs : unit
}

const letters = {
  [NodeIdType.NUMERIC]: 'i',
  [NodeIdType.STRING]: 's',
  [NodeIdType.GUID]: 'g',
  [NodeIdType.BYTESTRING]: 'b',
}

const identifierOf = (nodeId: NodeId) => {
  const value =
    nodeId.identifierType === NodeIdType.BYTESTRING ? (nodeId.value as Buffer).toString('base64') : nodeId.value
  return `${letters[nodeId.identifierType as keyof typeof letters]}=${value}`
}
