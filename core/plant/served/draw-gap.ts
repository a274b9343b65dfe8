import { seconds } from '../../line/dimension.ts'
import type { Control, Line } from '../../line/line.ts'
import { type RandomSource, randomSource } from '../../scenario/random.ts'
import { holdOf } from '../hold.ts'
import { drawParameters } from './draw-parameters.ts'
import type { ActuatorGap, Drift, Gap, InstrumentGap } from './gap.ts'
import { gappedPlant } from './gapped-plant.ts'

/** Largest factor on a parameter, and its reciprocal the smallest. */
const largestFactor = 1.25
const attempts = 40
/** By how much the logarithm of the largest factor shrinks with each attempt. */
const closer = 0.95
/** In scans. */
const actuatorLag = [0.5, 2] as const
/** In scans. */
const actuatorDelay = [0, 1] as const
/** Share of the control's range. */
const stiction = [0.002, 0.01] as const
/** In scans. */
const instrumentLag = [0, 1] as const
const noiseFactor = [1, 2] as const
/** Of the surroundings and of what is fed, K. */
const temperatureDrift = [0.5, 2] as const
/** Share of the nominal value of what else drifts. */
const relativeDrift = [0.01, 0.03] as const
/** In horizons. */
const driftTime = [0.5, 2] as const

/**
 * Draws a gap, the same one for the same seed. A plant that its own control cannot hold would not have been handed over:
 * such draws are dropped, and each new one stays a little closer to the line.
 * @throws {RangeError} where the line's own control does not hold the line as it is described.
 */
export async function drawGap(line: Line, seed: number): Promise<Gap> {
  const isHeld = await holdOf(line)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const random = randomSource(seed).fork(`gap ${attempt}`)
    const gap = {
      parameters: drawParameters(line, largestFactor ** (closer ** attempt), random.fork('parameters')),
      actuators: drawActuators(line, random.fork('actuators')),
      instruments: drawInstruments(line, random.fork('instruments')),
      drifts: drawDrifts(line, random.fork('drifts')),
    }
    if (await isHeld(gappedPlant(line, gap))) return gap
  }
  throw new RangeError(`the loops of ${line.name} hold no plant that is other than described: tune them first`)
}

function drawActuators(line: Line, random: RandomSource): readonly ActuatorGap[] {
  return line.controls.map((control) => {
    const [band, delay, lag] = [between(stiction, random), between(actuatorDelay, random), between(actuatorLag, random)]
    return {
      control: control.tag,
      band: isMechanical(line, control) ? band * (control.high - control.low) : 0,
      delay: seconds(Math.round((delay * line.scan) / line.step) * line.step),
      lag: seconds(lag * line.scan),
    }
  })
}

/** Whether it moves what a medium flows through, where packing and bearings stick. */
function isMechanical(line: Line, control: Control): boolean {
  const driven = line.components.find(({ tag }) => tag === control.component)
  return Object.values(driven?.kind.ports ?? {}).some(({ medium }) => medium === 'fluid')
}

const drawInstruments = (line: Line, random: RandomSource): readonly InstrumentGap[] =>
  line.signals.map(({ tag }) => ({
    signal: tag,
    noise: between(noiseFactor, random),
    lag: seconds(between(instrumentLag, random) * line.scan),
  }))

/** The surroundings, what is fed, and one part of the equipment that a data sheet never gives exactly. */
function drawDrifts(line: Line, random: RandomSource): readonly Drift[] {
  const feeds = line.components.filter(({ kind }) => kind.name === 'feed')
  const sheets = line.components.flatMap(({ tag, kind, parameters }) =>
    Object.entries(kind.parameters).flatMap(([parameter, { spread }]) =>
      spread === undefined ? [] : [{ component: tag, parameter, nominal: parameters[parameter] as number }],
    ),
  )
  const relative = [
    ...feeds.map(({ tag, parameters }) => ({
      component: tag,
      parameter: 'pressure',
      nominal: parameters.pressure as number,
    })),
    ...(sheets.length > 0 ? [sheets[random.integer(sheets.length)] as (typeof sheets)[number]] : []),
  ].filter(({ nominal }) => nominal !== 0)
  const walk = (target: Drift['target'], deviation: number): Drift => ({
    target,
    deviation,
    time: seconds(between(driftTime, random) * line.horizon),
  })
  return [
    walk({ kind: 'ambient' }, between(temperatureDrift, random)),
    ...feeds.map(({ tag }) =>
      walk({ kind: 'parameter', component: tag, parameter: 'temperature' }, between(temperatureDrift, random)),
    ),
    ...relative.map(({ component, parameter, nominal }) =>
      walk({ kind: 'parameter', component, parameter }, Math.abs(nominal) * between(relativeDrift, random)),
    ),
  ]
}

const between = ([low, high]: readonly [number, number], random: RandomSource) => low + (high - low) * random.next()
