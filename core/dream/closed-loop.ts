import { absolute, add, multiply, select, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { sumRows } from '../graph/matrix.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble } from '../line/assemble.ts'
import type { Line } from '../line/line.ts'
import type { Plant, PlantStep } from '../line/plant.ts'
import { type CourseLayout, layOutCourse, momentOf } from '../scenario/course.ts'
import type { Controller, Decision } from './controller.ts'
import { readInstruments } from './instruments.ts'
import { type Blocks, type Layout, layOutBlocks } from './layout.ts'
import { applyInterlocks, onOffLoops, pidLoops, runLoops, withinLimits } from './loops.ts'
import { judgedPlaces, tallyScan } from './outcome.ts'

/** What drives one scan, besides the state: tensors. */
export interface ScanInputs {
  /** [course rows, lanes] */
  readonly courses: Tensor
  /** Time at the start of the scan, [1, 1], s. */
  readonly time: Tensor
  /** Standard normal, [noise rows, lanes]; absent for a dream without noise. */
  readonly noise: Tensor | undefined
  /** Standard normal, [the controller's noise, lanes]; absent where it is to act without exploring. */
  readonly exploration?: Tensor | undefined
  /** Uniform, [steps a scan · chances, lanes]. */
  readonly chance: Tensor | undefined
  /** The controller's, [parameters, 1]. */
  readonly parameters: Tensor | undefined
  /** Factors on the PID loops' gains, [2·PID loops, lanes]. */
  readonly tuning?: Tensor | undefined
}

/** What can be seen of one scan: tensors [rows, lanes]. */
export interface ScanRecord {
  readonly truth: Tensor
  readonly reading: Tensor
  readonly shown: Tensor
  readonly control: Tensor
  readonly setpoint: Tensor | undefined
  readonly fault: Tensor | undefined
  /** 1 once a trip has stopped the line, [1, lanes]. */
  readonly tripped: Tensor
  /** What else could be measured as the scan ends; nothing is computed of it unless it is asked for. */
  readonly everyQuantity: PlantStep['everyQuantity']
  readonly decision: Blocks
}

/** A plant with its instruments, loops and a controller, scored by the line's goals and limits. */
export interface ClosedLoop {
  readonly line: Line
  readonly plant: Plant
  readonly course: CourseLayout
  readonly controller: Controller
  readonly layout: Layout
  readonly stepsPerScan: number
  /** Rows of normal noise a scan: signals, then wandering disturbances. */
  readonly noiseRows: number
  /** One scan from a lane state in blocks. Pure. */
  scan(state: Blocks, inputs: ScanInputs): { readonly state: Blocks; readonly record: ScanRecord }
}

const wandering = (line: Line) => line.disturbances.filter(({ wander }) => wander !== undefined)

/** Closes the loop around a plant. */
export function closeLoop(plant: Plant, controller: Controller): ClosedLoop {
  const { line } = plant
  const course = layOutCourse(line, plant.layout)
  const places = judgedPlaces(line)
  const layout = layOutBlocks([
    { name: 'plant', rows: plant.layout.states },
    { name: 'truth', rows: places.length },
    { name: 'lagged', rows: line.signals.some(({ lag }) => lag > 0) ? line.signals.length : 0 },
    { name: 'reading', rows: line.signals.length },
    { name: 'integral', rows: pidLoops(line).length },
    { name: 'input', rows: pidLoops(line).length },
    { name: 'switched', rows: onOffLoops(line).length },
    { name: 'control', rows: line.controls.length },
    { name: 'wander', rows: wandering(line).length },
    ...controller.memory.map(({ name, rows }) => ({ name: `memory ${name}`, rows })),
    { name: 'tally error', rows: line.goals.length },
    { name: 'tally outside', rows: line.limits.length },
    { name: 'tally crossings', rows: line.limits.length },
    { name: 'tally beyond', rows: line.limits.length },
    { name: 'tally tripped', rows: 1 },
    { name: 'tally cost', rows: 1 },
    { name: 'tally effort', rows: controller.parameters > 0 ? 1 : 0 },
  ])
  const stepsPerScan = Math.round(line.scan / line.step)
  const noiseRows = line.signals.length + wandering(line).length

  const scan: ClosedLoop['scan'] = (state, inputs) => {
    const block = (name: string) => state[name] as Tensor
    const noiseOf = (from: number, rows: number) =>
      inputs.noise === undefined || rows === 0 ? undefined : sliceRows(inputs.noise, from, from + rows)
    const moment = momentOf(line, course, inputs.courses, inputs.time)
    const truthBefore = block('truth')

    const { lagged, reading } = readInstruments(
      line,
      sliceRows(truthBefore, 0, line.signals.length),
      { lagged: state.lagged ?? truthBefore, reading: block('reading') },
      noiseOf(0, line.signals.length),
      moment.fault,
    )
    const decision = controller.decide({
      reading,
      setpoint: moment.setpoint,
      control: block('control'),
      memory: Object.fromEntries(controller.memory.map(({ name }) => [name, block(`memory ${name}`)])),
      parameters: inputs.parameters,
      noise: inputs.exploration,
      truth: truthBefore,
    })
    const shown = decision.correction === undefined ? reading : add(reading, decision.correction)
    const loops = runLoops(
      line,
      shown,
      moment.setpoint,
      { integral: state.integral, input: state.input, switched: state.switched },
      inputs.tuning,
    )
    const asked = askedOf(decision, loops.control)
    const trimmed = decision.trim === undefined ? asked : add(asked, decision.trim)
    const limited = withinLimits(line, applyInterlocks(line, trimmed, reading), block('control'))
    const safe = constant(
      line.controls.map((control) => control.safe),
      line.controls.length,
      1,
    )
    const tripped = block('tally tripped')
    const stops = line.limits.some(({ trip }) => trip)
    const control = stops ? add(limited, multiply(tripped, subtract(safe, limited))) : limited

    const wander = wanderOn(line, state.wander, noiseOf(line.signals.length, wandering(line).length))
    const disturbance = sumOf(moment.disturbance, wanderRows(line, wander))
    let plantState = block('plant')
    let last: PlantStep | undefined
    for (let step = 0; step < stepsPerScan; step++) {
      const { chances } = plant.layout
      const chance =
        inputs.chance === undefined || chances === 0
          ? undefined
          : sliceRows(inputs.chance, step * chances, (step + 1) * chances)
      last = plant.step(plantState, {
        control: line.controls.length === 0 ? undefined : control,
        fault: moment.fault,
        disturbance,
        factor: moment.factor,
        chance,
      })
      plantState = last.state
    }
    const { quantities, everyQuantity } = last as PlantStep
    const truth = quantities(places)
    const tally = tallyScan(line, truth, moment.setpoint, {
      error: state['tally error'],
      outside: state['tally outside'],
      crossings: state['tally crossings'],
      beyond: state['tally beyond'],
      tripped,
      cost: block('tally cost'),
    })
    const next: Record<string, Tensor | undefined> = {
      plant: plantState,
      truth,
      lagged,
      reading,
      integral: loops.memory.integral,
      input: loops.memory.input,
      switched: loops.memory.switched,
      control,
      wander,
      'tally error': tally.error,
      'tally outside': tally.outside,
      'tally crossings': tally.crossings,
      'tally beyond': tally.beyond,
      'tally tripped': tally.tripped,
      'tally cost': tally.cost,
    }
    if (state['tally effort'] !== undefined) next['tally effort'] = add(state['tally effort'], effortOf(line, decision))
    for (const { name } of controller.memory) next[`memory ${name}`] = decision.memory[name]
    const present = Object.entries(next).filter((entry): entry is [string, Tensor] => entry[1] !== undefined)
    return {
      state: Object.fromEntries(present),
      record: {
        truth,
        reading,
        shown,
        control,
        setpoint: moment.setpoint,
        fault: moment.fault,
        tripped: tally.tripped,
        everyQuantity,
        decision: decision.record ?? {},
      },
    }
  }
  return { line, plant, course, controller, layout, stepsPerScan, noiseRows, scan }
}

function askedOf({ direct, share }: Decision, loops: Tensor): Tensor {
  if (direct === undefined) return loops
  return share === undefined ? direct : select(share, direct, loops)
}

/**
 * How much of the ranges a decision makes use of, as its share of the dream: [1, lanes]. No cost to the line, but a trainer
 * may charge a little for it, so that a policy is silent where it gains nothing.
 */
function effortOf(line: Line, { correction, trim, direct }: Decision): Tensor {
  const used = (change: Tensor | undefined, items: readonly { low: number; high: number }[]) => {
    if (change === undefined) return []
    const shares = items.map(({ low, high }) => line.scan / line.horizon / (high - low))
    return [sumRows(multiply(absolute(change), constant(shares, shares.length, 1)))]
  }
  const parts = [...used(correction, line.signals), ...used(trim, line.controls)]
  return direct !== undefined || parts.length === 0 ? constant([0], 1, 1) : parts.reduce((sum, part) => add(sum, part))
}

/** First-order random walks around zero, one scan on (exact discretisation of an Ornstein–Uhlenbeck process). */
function wanderOn(line: Line, before: Tensor | undefined, noise: Tensor | undefined): Tensor | undefined {
  if (before === undefined) return undefined
  const walks = wandering(line).map(({ wander }) => wander as NonNullable<typeof wander>)
  const column = (of: (walk: (typeof walks)[number]) => number) => constant(walks.map(of), walks.length, 1)
  const kept = multiply(
    before,
    column(({ time }) => Math.exp(-line.scan / time)),
  )
  if (noise === undefined) return kept
  const fresh = column(({ deviation, time }) => deviation * Math.sqrt(1 - Math.exp((-2 * line.scan) / time)))
  return add(kept, multiply(noise, fresh))
}

function wanderRows(line: Line, wander: Tensor | undefined): Tensor | undefined {
  if (wander === undefined) return undefined
  const walking = wandering(line)
  return assemble(
    wander,
    line.disturbances.map((disturbance) => {
      const row = walking.indexOf(disturbance)
      return row < 0 ? { value: 0 } : { row }
    }),
  )
}

const sumOf = (a: Tensor | undefined, b: Tensor | undefined) => (a && b ? add(a, b) : (a ?? b))
