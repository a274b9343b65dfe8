import { type AddressSpace, DataType, StatusCodes, type UAVariable } from 'node-opcua'
import type { Line } from '../../../line/line.ts'
import { setpointLoops } from '../../../scenario/course.ts'
import type { Happenings } from '../../served/happenings.ts'
import type { LiveScan } from '../../served/live-plant.ts'
import { differenceScale, scaleOf } from '../units.ts'
import { type Disguise, showReading } from './disguise.ts'
import { type NodeMaker, nodeMaker } from './node-maker.ts'
import { switchPolicy, type Written } from './written.ts'

/** The nodes of a plant in its server's own namespace. */
export interface PlantNodes {
  /** Shows clients a scan that began at `at`, and what has come of the commands. */
  publish(scan: LiveScan, status: string, at: Date, disguises: ReadonlyMap<string, Disguise>): void
}

type Setpoints = Pick<Happenings, 'setpoints' | 'set'>

/** Adds a plant to an address space: node ids are tags, `ns=1;s=LT-101`, values are in the units of the line file. */
export function addPlantNodes(
  addressSpace: AddressSpace,
  line: Line,
  written: Written,
  setpoints: Setpoints,
): PlantNodes {
  const namespace = addressSpace.getOwnNamespace()
  const plant = namespace.addFolder(addressSpace.rootFolder.objects, { browseName: line.name, nodeId: 's=plant' })
  const policy = namespace.addFolder(plant, { browseName: 'policy', nodeId: 's=policy' })
  const make = nodeMaker(namespace, plant)
  const shown = (items: Line['signals'] | Line['controls']) =>
    items.map(({ tag, unit, low, high }) => ({
      scale: scaleOf(unit),
      node: make.analog(tag, scaleOf(unit), [low, high]),
    }))

  const signals = shown(line.signals)
  const controls = shown(line.controls)
  addSetpoints(make, line, setpoints)
  addCommands(make, line, written)
  const status = addPolicy(nodeMaker(namespace, policy), line, written)
  const tripped = make.variable('tripped', DataType.Boolean)
  const counter = make.variable('scan', DataType.UInt32)

  return {
    publish(scan, verdict, at, disguises) {
      const show = (node: UAVariable, dataType: DataType, value: unknown) =>
        node.setValueFromSource({ dataType, value }, StatusCodes.Good, at)
      signals.forEach(({ node, scale }, row) => {
        const value = scale.fromSI(scan.readings[row] as number)
        showReading(node, value, scan.lost[row] === true, at, disguises.get(line.signals[row]?.tag as string))
      })
      controls.forEach(({ node, scale }, row) => {
        show(node, DataType.Double, scale.fromSI(scan.controls[row] as number))
      })
      show(status, DataType.String, verdict)
      show(tripped, DataType.Boolean, scan.tripped)
      // Last: whoever waits for the counter finds all else of the scan there.
      show(counter, DataType.UInt32, scan.scan)
    },
  }
}

/** What operators set, within the range of what is measured. */
function addSetpoints(make: NodeMaker, line: Line, setpoints: Setpoints): void {
  setpointLoops(line).forEach(({ tag, signal }, row) => {
    const { unit, low, high } = line.signals.find((each) => each.tag === signal) as Line['signals'][number]
    make.analog(`${tag}.setpoint`, scaleOf(unit), [low, high], {
      read: () => setpoints.setpoints[row] as number,
      write(value) {
        if (!(value >= low && value <= high)) throw new RangeError(`${value} is no set point of ${tag}`)
        setpoints.set(tag, value)
      },
    })
  })
}

/** What a policy asks for; any number is taken, and the guard looks at it. */
function addCommands(make: NodeMaker, line: Line, written: Written): void {
  const { signals, controls, policy } = line
  signals.forEach(({ tag, unit, low, high }, row) => {
    const most = policy.correction * (high - low)
    make.analog(`${tag}.correction`, differenceScale(unit), [-most, most], {
      read: () => written.correction[row] as number,
      write(value) {
        written.correction[row] = value
      },
    })
  })
  controls.forEach(({ tag, unit, low, high, start }, row) => {
    const most = policy.trim * (high - low)
    make.analog(`${tag}.trim`, differenceScale(unit), [-most, most], {
      read: () => written.trim[row] as number,
      write(value) {
        written.trim[row] = value
      },
    })
    make.analog(`${tag}.request`, scaleOf(unit), [low, high], {
      read: () => written.request[row] ?? start,
      write(value) {
        written.request[row] = value
      },
    })
  })
}

/** Gives the node of the status. */
function addPolicy(make: NodeMaker, line: Line, written: Written): UAVariable {
  make.variable<boolean>('policy.enable', DataType.Boolean, {
    read: () => written.enable,
    write: (value) => switchPolicy(line, written, value),
  })
  make.variable<number>('policy.heartbeat', DataType.UInt32, {
    read: () => written.heartbeat,
    write(value) {
      written.heartbeat = value
    },
  })
  return make.variable('policy.status', DataType.String)
}
