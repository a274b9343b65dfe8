import type { Dimension } from '../../line/dimension.ts'
import { parseLineDocument, type Scalar } from '../../line/file/document.ts'
import { valuesOf } from '../../line/file/names.ts'
import { collectProblems, LineFileError, quote, type Report } from '../../line/file/problem.ts'
import {
  choice,
  type Named,
  named,
  optional,
  type RecordOf,
  record,
  required,
  scalar,
  text,
  unknownWord,
} from '../../line/file/shape.ts'
import type { Control, Line, Signal } from '../../line/line.ts'
import { measure } from '../../line/measure.ts'
import { parseUnit } from '../../line/unit.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { type Connection, securityModes, securityPolicies } from './connection.ts'

const nodeForm = /^(?:ns=\d{1,5};|nsu=[^;\s]{1,200};)?(?:[sgb]=.{1,400}|i=\d{1,10})$/
const anyName = /^.{1,80}$/

const node = scalar({ type: 'string', pattern: nodeForm.source })
const mapped = {
  node: required(node, 'node id, such as ns=2;s=LT-101'),
  unit: optional(scalar({}), 'unit at the server'),
}

const connectionFile = record({
  line: required(text, 'name of the line'),
  endpoint: required(scalar({}), 'address of the server, such as opc.tcp://plc-1:4840'),
  security: optional(choice(securityModes), 'SignAndEncrypt unless another is written'),
  'security policy': optional(choice(securityPolicies), 'Basic256Sha256 unless another is written'),
  user: optional(text, 'who signs in; the password is never written here'),
  'user certificate': optional(choice(['yes', 'no']), 'sign in with pki/user/certificate.pem'),
  namespace: optional(text, 'namespace of the nodes that name none'),
  access: optional(choice(['subscribe', 'poll']), 'whether the server sends values or is asked'),
  stale: optional(scalar({}), 'scans after which a value is stale'),
  speed: optional(scalar({}), 'times faster than real time, for a served plant'),
  signals: required(
    named(record({ ...mapped, correction: optional(node, 'node id') }), anyName, 'a tag'),
    'the signals',
  ),
  setpoints: optional(named(record(mapped), anyName, 'a tag'), 'the set points'),
  controls: optional(
    named(record({ ...mapped, trim: optional(node, 'node id'), request: optional(node, 'node id') }), anyName, 'a tag'),
    'the controls',
  ),
  policy: optional(
    record({ enable: required(node, 'node id'), heartbeat: required(node, 'node id') }),
    'where the policy says that it is at work',
  ),
})

type Written = RecordOf<typeof connectionFile.fields>

interface Reach {
  readonly low: number
  readonly high: number
  readonly usual: number
  readonly what: string
  readonly whole: boolean
}

const scansInReach: Reach = { low: 2, high: 1000, usual: 3, what: 'number of scans', whole: true }
const speeds: Reach = { low: 0.01, high: 1000, usual: 1, what: 'speed', whole: false }

/**
 * Reads a connection file (YAML) for a line; `file` names it in messages.
 * @throws {LineFileError} with every problem found.
 */
export function readConnection(text: string, file: string, line: Line): Connection {
  const { problems, report } = collectProblems(file)
  const document = parseLineDocument(text, report)
  const written = document && connectionFile.read(document, report)
  const connection = written && resolve(written, file, line, report)
  if (connection === undefined || problems.length > 0) throw new LineFileError(problems)
  return connection
}

function resolve(written: Written, file: string, line: Line, report: Report): Connection {
  const at = (key: string) => written.at.entries.get(key)!.value
  if (written.line !== line.name) {
    report(at('line'), { message: `this is the plant of ${quote(written.line)}`, remedy: `write ${line.name}` })
  }
  if (!/^opc\.tcp:\/\/[^\s/:]+(:\d{1,5})?(\/\S*)?$/.test(written.endpoint.text)) {
    const message = `${quote(written.endpoint.text)} is not the address of an OPC UA server`
    report(written.endpoint, { message, remedy: 'write one such as opc.tcp://plc-1:4840' })
  }
  const mode = written.security ?? 'SignAndEncrypt'
  const byCertificate = written['user certificate'] === 'yes'
  if (mode === 'None' && (written.user !== undefined || byCertificate)) {
    const remedy = 'leave the user out, or use SignAndEncrypt'
    report(at('security'), { message: 'a user would sign in over a channel that anybody can read', remedy })
  }
  if (written.user !== undefined && byCertificate) {
    report(at('user'), { message: 'a user and a user certificate exclude each other', remedy: 'write one of them' })
  }
  const user = byCertificate
    ? ('certificate' as const)
    : written.user === undefined
      ? undefined
      : { name: written.user }
  return {
    file,
    endpoint: written.endpoint.text,
    mode,
    securityPolicy: written['security policy'] ?? 'Basic256Sha256',
    ...(user && { user }),
    ...(written.namespace && { namespace: written.namespace }),
    access: written.access ?? 'subscribe',
    stale: numberAt(written.stale, scansInReach, report),
    speed: numberAt(written.speed, speeds, report),
    ...resolveNodes(written, line, report),
  }
}

function numberAt(written: Scalar | undefined, { low, high, usual, what, whole }: Reach, report: Report): number {
  if (written === undefined) return usual
  const value = Number(written.text)
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value
  const remedy = `write a ${whole ? 'whole ' : ''}number from ${low} to ${high}`
  report(written, { message: `${quote(written.text)} is no ${what}`, remedy })
  return usual
}

interface WrittenNode {
  readonly node: Scalar
  readonly unit: Scalar | undefined
}

function resolveNodes(written: Written, line: Line, report: Report) {
  const id = (at: Scalar | undefined) => {
    if (at === undefined) return undefined
    if (!nodeForm.test(at.text)) {
      const remedy = 'write one such as ns=2;s=LT-101, nsu=urn:plant;s=LT-101 or ns=2;i=1001'
      report(at, { message: `${quote(at.text)} is not a node id`, remedy })
    } else if (written.namespace === undefined && !at.text.startsWith('ns')) {
      report(at, { message: `${quote(at.text)} has no namespace`, remedy: 'write one in front, or write `namespace:`' })
    }
    return at.text
  }
  /** The nodes of the tags that are written, in the order of the line. */
  function inOrder<Item extends { tag: string; unit: string; dimension: Dimension }, Node extends WrittenNode, Kept>(
    role: string,
    items: readonly Item[],
    nodes: ReadonlyMap<string, Named<Node>> | undefined,
    others: (node: Node) => Kept,
  ) {
    const tags = items.map(({ tag }) => tag)
    for (const [tag, { key }] of nodes ?? []) if (!tags.includes(tag)) report(key, unknownWord(tag, role, tags))
    return items.map(({ tag, unit, dimension }) => {
      const found = nodes?.get(tag)?.value
      if (found === undefined) return undefined
      return { tag, node: id(found.node)!, unit: unitOf(found.unit, unit, dimension, report), ...others(found) }
    })
  }
  const present = <Kept extends object>(kept: Kept) =>
    Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as {
      [Key in keyof Kept]?: Exclude<Kept[Key], undefined>
    }
  const policy = written.policy && { enable: id(written.policy.enable)!, heartbeat: id(written.policy.heartbeat)! }
  const nodes = {
    signals: inOrder('signal', line.signals.map(measuredBy), written.signals, ({ correction }) =>
      present({ correction: id(correction) }),
    ),
    setpoints: inOrder('loop with a set point', setpointsOf(line), written.setpoints, () => ({})),
    controls: inOrder('control', line.controls, written.controls, ({ trim, request }) =>
      present({ trim: id(trim), request: id(request) }),
    ),
    ...(policy && { policy }),
  }
  reportTwice(written, report)
  return nodes
}

const measuredBy = ({ tag, unit, of: { dimension } }: Signal) => ({ tag, unit, dimension })

const setpointsOf = (line: Line) =>
  setpointLoops(line).map(({ tag, signal }) => ({
    ...measuredBy(line.signals.find((each) => each.tag === signal)!),
    tag,
  }))

/** The unit at the server, which measures what the line's does. */
function unitOf(at: Scalar | undefined, usual: string, dimension: Control['dimension'], report: Report): string {
  if (at === undefined) return usual
  const wanted = measure(dimension)
  const fits = parseUnit(at.text)?.exponents.every((exponent, i) => exponent === wanted.exponents[i])
  if (!fits) {
    const message = `${quote(at.text)} is no unit of ${wanted.name}`
    report(at, { message, remedy: `write the unit at the server, such as ${wanted.units.join(', ')}` })
  }
  return at.text
}

/** Reports a node that stands for two things: one of them is wrong, and writing to it would be dangerous. */
function reportTwice(written: Written, report: Report): void {
  const scalars = [
    ...valuesOf(written.signals).flatMap(({ node, correction }) => [node, correction]),
    ...valuesOf(written.setpoints ?? new Map()).map(({ node }) => node as Scalar),
    ...valuesOf(written.controls ?? new Map()).flatMap(({ node, trim, request }) => [node, trim, request]),
    ...(written.policy ? [written.policy.enable, written.policy.heartbeat] : []),
  ].filter((each): each is Scalar => each !== undefined)
  scalars.forEach((at, index) => {
    const first = scalars.findIndex((other) => other.text === at.text)
    if (first < index) report(at, { message: `${quote(at.text)} is written twice`, remedy: 'give each its own node' })
  })
}
