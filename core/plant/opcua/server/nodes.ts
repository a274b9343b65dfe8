import {
  type AddressSpace,
  DataType,
  resolveNodeId,
  StatusCodes,
  type UAVariable,
  Variant,
  type VariantLike,
} from 'node-opcua'
import type { Line } from '../../../line/line.ts'
import { setpointLoops } from '../../../scenario/course.ts'
import type { LiveScan } from '../../served/live-plant.ts'
import { differenceScale, type Scale, scaleOf } from '../units.ts'
import { engineeringUnit } from './engineering-unit.ts'

/** What clients write, in SI; `undefined` requests leave the control to its loop. */
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

/** What a signal is published as, where that is not what it is: for tests of what a client makes of it. */
export type Disguise = 'bad' | 'uncertain' | 'text' | 'not a number'

/** The nodes of a plant in its server's own namespace. */
export interface PlantNodes {
  /** Shows clients a scan that began at `at`. */
  publish(scan: LiveScan, status: string, at: Date, disguises: ReadonlyMap<string, Disguise>): void
}

interface Wires {
  readonly written: Written
  setpoints(): readonly number[]
  /** Throws a `RangeError` for a value that is no set point. */
  setSetpoint(loop: string, value: number): void
}

/** Readings that are lost stand at the low end of the range, and say so. */
const lost = StatusCodes.BadSensorFailure

/** Adds a plant to an address space: node ids are tags, `ns=1;s=LT-101`, values are in the units of the line file. */
export function addPlantNodes(addressSpace: AddressSpace, line: Line, wires: Wires): PlantNodes {
  const namespace = addressSpace.getOwnNamespace()
  const plant = namespace.addFolder(addressSpace.rootFolder.objects, { browseName: line.name, nodeId: 's=plant' })
  const policy = namespace.addFolder(plant, { browseName: 'policy', nodeId: 's=policy' })

  const analog = (name: string, scale: Scale, low: number, high: number, isWritable: boolean) => {
    const node = namespace.addAnalogDataItem({
      componentOf: plant,
      browseName: name,
      nodeId: `s=${name}`,
      dataType: DataType.Double,
      engineeringUnitsRange: { low: scale.fromSI(low), high: scale.fromSI(high) },
      engineeringUnits: engineeringUnit(scale.unit),
      accessLevel: isWritable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
      userAccessLevel: isWritable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
    })
    return { node: node as unknown as UAVariable, scale }
  }
  const writable = (
    name: string,
    scale: Scale,
    range: readonly [low: number, high: number],
    read: () => number,
    write: (value: number) => void,
  ) => {
    const { node } = analog(name, scale, ...range, true)
    bind(
      node,
      DataType.Double,
      () => scale.fromSI(read()),
      (value) => write(scale.toSI(value)),
    )
  }
  const variable = (parent: typeof plant, name: string, dataType: DataType, isWritable: boolean) =>
    namespace.addVariable({
      componentOf: parent,
      browseName: name,
      nodeId: `s=${name}`,
      dataType,
      accessLevel: isWritable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
      userAccessLevel: isWritable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
    }) as UAVariable

  const signals = line.signals.map(({ tag, unit, low, high }) => analog(tag, scaleOf(unit), low, high, false))
  const controls = line.controls.map(({ tag, unit, low, high }) => analog(tag, scaleOf(unit), low, high, false))
  const { written } = wires
  line.signals.forEach(({ tag, unit, low, high }, row) => {
    const most = line.policy.correction * (high - low)
    const read = () => written.correction[row] as number
    writable(`${tag}.correction`, differenceScale(unit), [-most, most], read, (value) => {
      written.correction[row] = value
    })
  })
  line.controls.forEach(({ tag, unit, low, high, start }, row) => {
    const most = line.policy.trim * (high - low)
    const read = () => written.trim[row] as number
    writable(`${tag}.trim`, differenceScale(unit), [-most, most], read, (value) => {
      written.trim[row] = value
    })
    writable(
      `${tag}.request`,
      scaleOf(unit),
      [low, high],
      () => written.request[row] ?? start,
      (value) => {
        written.request[row] = value
      },
    )
  })
  setpointLoops(line).forEach((loop, row) => {
    const { unit, low, high } = line.signals.find(({ tag }) => tag === loop.signal) as Line['signals'][number]
    const read = () => wires.setpoints()[row] as number
    writable(`${loop.tag}.setpoint`, scaleOf(unit), [low, high], read, (value) => {
      if (!(value >= low && value <= high)) throw new RangeError(`${value} is no set point of ${loop.tag}`)
      wires.setSetpoint(loop.tag, value)
    })
  })
  bind(
    variable(policy, 'policy.enable', DataType.Boolean, true),
    DataType.Boolean,
    () => written.enable,
    (value) => {
      // What was asked for before the policy was switched off is not asked for after it is switched on.
      if (written.enable && !value) Object.assign(written, { ...nothingWritten(line), heartbeat: written.heartbeat })
      written.enable = value
    },
  )
  bind(
    variable(policy, 'policy.heartbeat', DataType.UInt32, true),
    DataType.UInt32,
    () => written.heartbeat,
    (value) => {
      written.heartbeat = value
    },
  )
  const status = variable(policy, 'policy.status', DataType.String, false)
  const scanCounter = variable(plant, 'scan', DataType.UInt32, false)
  const tripped = variable(plant, 'tripped', DataType.Boolean, false)

  return {
    publish(scan, verdict, at, disguises) {
      const show = (node: UAVariable, value: VariantLike, statusCode = StatusCodes.Good) =>
        node.setValueFromSource(value, statusCode, at)
      signals.forEach(({ node, scale }, row) => {
        const disguise = disguises.get(line.signals[row]?.tag as string)
        const value = scale.fromSI(scan.readings[row] as number)
        showDisguised(node, value, scan.lost[row] === true, disguise, at)
      })
      controls.forEach(({ node, scale }, row) => {
        show(node, { dataType: DataType.Double, value: scale.fromSI(scan.controls[row] as number) })
      })
      show(status, { dataType: DataType.String, value: verdict })
      show(tripped, { dataType: DataType.Boolean, value: scan.tripped })
      // Last: whoever waits for the counter finds all else of the scan there.
      show(scanCounter, { dataType: DataType.UInt32, value: scan.scan })
    },
  }
}

function showDisguised(node: UAVariable, value: number, isLost: boolean, disguise: Disguise | undefined, at: Date) {
  const dataType = disguise === 'text' ? DataType.String : DataType.Double
  const disguised = { text: String(value), 'not a number': Number.NaN, bad: value, uncertain: value }
  const shown: VariantLike = { dataType, value: disguise === undefined ? value : disguised[disguise] }
  const quality = { bad: StatusCodes.Bad, uncertain: StatusCodes.Uncertain, text: undefined, 'not a number': undefined }
  const status = (disguise && quality[disguise]) ?? (isLost ? lost : StatusCodes.Good)
  if (node.dataType.value !== dataType) node.changeDataType(resolveNodeId(dataType), shown)
  node.setValueFromSource(shown, status, at)
}

function bind<Value>(node: UAVariable, dataType: DataType, read: () => Value, write: (value: Value) => void) {
  const set = ({ value }: Variant) => {
    try {
      write(value)
      return StatusCodes.Good
    } catch (error) {
      if (error instanceof RangeError) return StatusCodes.BadOutOfRange
      throw error
    }
  }
  node.bindVariable({ get: () => new Variant({ dataType, value: read() }), set }, true)
}
