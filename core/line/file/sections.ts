import { kinds } from '../kinds.ts'
import { perYear } from '../measure.ts'
import { component } from './component.ts'
import {
  choice,
  type Fields,
  flag,
  keyed,
  list,
  measured,
  named,
  optional,
  quantity,
  record,
  required,
  type Shape,
  scalar,
  text,
  variant,
} from './shape.ts'

const tagged = <T>(shape: Shape<T>) =>
  named(shape, /^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a tag of letters, digits, - and _, such as LT-101')

const titled = <T>(shape: Shape<T>) =>
  named(shape, /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/, 'a name of letters, digits, spaces, - and _, such as overflow-1')

const tag = scalar({ type: 'string', examples: ['LC-101'] })
const place = scalar({ type: 'string', examples: ['T-101.level'] })
const amount = scalar({ type: ['string', 'number'], examples: ['1 cm', '20 %', '5 %/cm'] })
const range = scalar({ type: 'string', pattern: '\\sto\\s', examples: ['0 to 62 cm'] })
const duration = quantity('time', { minimum: 0 })
const interval = quantity('time', { minimum: 1e-6 })
const weight = scalar({ type: ['string', 'number'], examples: [1] })

const column = optional(text, 'its column in the logs of the plant, in the unit of its range; its tag by default')

const signal = record({
  of: required(place, 'the quantity it measures, such as T-101.level'),
  range: required(range, 'the range of the instrument'),
  noise: optional(amount, 'standard deviation of the noise; none by default'),
  lag: optional(duration, 'time constant of the instrument; 0 s by default'),
  resolution: optional(amount, 'smallest change the instrument shows; none by default'),
  tolerance: optional(amount, 'how far a dream may be off a log of the plant; 5 % of the range by default'),
  column,
})

const control = record({
  drives: required(place, 'the actuator it drives, such as P-101.speed'),
  range: required(range, 'the range the PLC can ask for'),
  rate: optional(amount, 'largest speed of change, such as 20 %/s; unlimited by default'),
  lag: optional(duration, 'time constant with which the equipment follows; 0 s by default'),
  start: optional(amount, 'where it stands at the start; the low end by default'),
  safe: optional(amount, 'where it goes when the line stops; the low end by default'),
  column,
})

const loopEnds = {
  signal: required(tag, 'the signal it reads'),
  control: required(tag, 'the control it drives'),
}

const pid = record({
  kind: required(choice(['pid']), 'continuous control, ISA form'),
  ...loopEnds,
  setpoint: required(amount, 'the value wanted'),
  gain: required(amount, 'control units per signal unit, such as 5 %/cm; negative for cooling'),
  integral: optional(interval, 'integral time; none by default'),
  derivative: optional(duration, 'derivative time; 0 s by default'),
})

const onOff = record({
  kind: required(choice(['on-off']), 'two-point control'),
  ...loopEnds,
  setpoint: required(amount, 'the value wanted'),
  band: required(amount, 'the hysteresis, from switching on to switching off'),
  on: required(amount, 'the control below the band'),
  off: required(amount, 'the control above the band'),
})

const interlock = record({
  kind: required(choice(['interlock']), 'forces a control while a signal is beyond a threshold'),
  ...loopEnds,
  above: optional(amount, 'acts above this value'),
  below: optional(amount, 'acts below this value'),
  value: required(amount, 'what it forces the control to'),
})

const loops = { pid, 'on-off': onOff, interlock }

export type WrittenLoop = NonNullable<ReturnType<(typeof loops)[keyof typeof loops]['read']>>

const costs = {
  scale: required(amount, 'the error that costs one weight'),
  weight: optional(weight, 'how much it counts; 1 by default'),
}

const goals = {
  track: record({ track: required(tag, 'the loop whose set point is wanted'), ...costs }),
  keep: record({
    keep: required(place, 'a signal or quantity to keep inside bounds'),
    above: optional(amount, 'the lower bound'),
    below: optional(amount, 'the upper bound'),
    ...costs,
  }),
  minimise: record({ minimise: required(place, 'a signal or quantity to keep small'), ...costs }),
  maximise: record({
    maximise: required(place, 'a signal or quantity to keep large'),
    target: required(amount, 'what it falls short of'),
    ...costs,
  }),
}

export type WrittenGoal = NonNullable<ReturnType<(typeof goals)[keyof typeof goals]['read']>>

const limit = record({
  of: required(place, 'a signal or quantity'),
  above: optional(amount, 'must not rise above this'),
  below: optional(amount, 'must not fall below this'),
  trip: optional(flag, 'the line stops when it happens; no by default'),
  scale: optional(amount, "how far beyond costs one weight; 5 % of the signal's range by default"),
  weight: optional(weight, 'how much it counts; 10 by default'),
})

const failure = record({
  name: optional(text, 'by default the tag and the mode, such as T-101 leak'),
  on: required(tag, 'the component or signal that fails'),
  mode: required(tag, 'one of the failure modes of its kind'),
  rate: optional(measured(perYear), 'occurrences, such as 0.1 /year'),
  severity: optional(range, 'from mild to worst, such as 0.1 to 0.5 cm2'),
  profile: optional(choice(['step', 'ramp', 'intermittent']), 'how it sets in'),
  ramp: optional(interval, 'how long a ramp takes to full severity; 5 min by default'),
  period: optional(interval, 'period of an intermittent fault; 60 s by default'),
  duration: optional(interval, 'how long it lasts; to the end by default'),
  cause: optional(text, 'what brings it about, for the worksheet; that of the mode by default'),
  effect: optional(text, 'what it does to the line, for the worksheet; that of the mode by default'),
  detection: optional(text, 'how it could be noticed, for the worksheet; that of the mode by default'),
})

const disturbance = record({
  of: required(scalar({ type: 'string', examples: ['LC-101.setpoint', 'F-101.temperature', 'ambient'] }), 'what moves'),
  step: optional(range, 'steps to a value drawn from this range, such as 25 to 38 cm'),
  wander: optional(
    scalar({ type: 'string', pattern: '\\sover\\s', examples: ['1 K over 10 min'] }),
    'wanders around its value: standard deviation and time constant, such as 1 K over 10 min',
  ),
})

const pinnedFault = record({
  failure: required(tag, 'the name of a failure'),
  onset: required(duration, 'when it begins'),
  severity: optional(amount, 'the worst of its range by default'),
  duration: optional(interval, 'how long it lasts; as the failure says by default'),
})

const policy = record({
  kind: optional(choice(['trim', 'direct']), 'over the loops of the line or in place of them; trim by default'),
  trim: optional(
    quantity('fraction', { minimum: 0, maximum: 1 }),
    "largest trim, as a share of the control's range; 30 % by default",
  ),
  correction: optional(
    quantity('fraction', { minimum: 0, maximum: 1 }),
    "largest correction, as a share of the signal's range; 20 % by default",
  ),
})

const head = record({
  line: required(
    scalar({ type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' }),
    'the name of the line: small letters, digits and -',
  ),
  title: required(text, 'the line in a few words'),
  source: optional(text, 'where its figures come from, in one sentence'),
  step: required(interval, 'the integration step'),
  scan: required(interval, 'the control interval, a whole number of steps'),
  horizon: required(interval, 'how long a dream lasts'),
  uncertainty: optional(
    quantity('fraction', { minimum: 0, maximum: 1 }),
    'how far sizes and coefficients may be off that say nothing of it themselves (±, two standard deviations); a few per cent, by kind, by default',
  ),
  ambient: optional(quantity('temperature', { minimum: 0 }), 'temperature of the surroundings; 20 degC by default'),
  medium: optional(
    record({
      density: optional(quantity('density', { minimum: 1e-3 }), 'its density; 998 kg/m3 by default'),
      'specific heat': optional(
        quantity('specific heat', { minimum: 1 }),
        'its specific heat; 4182 J/(kg K) by default',
      ),
    }),
    'the fluid in the line; water by default',
  ),
})

/** The records of each section beside the components, by the word that tells them apart where a section has several. */
export const sections = {
  line: { line: head },
  signals: { signal },
  controls: { control },
  loops,
  goals,
  limits: { limit },
  failures: { failure },
  disturbances: { disturbance },
  policy: { policy },
} as const satisfies Readonly<Record<string, Readonly<Record<string, { readonly fields: Fields }>>>>

/** The line file, section by section. What one place says about another is checked when names are resolved. */
export const lineFile = record({
  ...head.fields,
  components: required(
    tagged(variant('kind', Object.fromEntries(Object.values(kinds).map((kind) => [kind.name, component(kind)])))),
    'the equipment, by tag',
  ),
  connections: optional(list(scalar({ type: 'string', examples: ['F-101 > P-101 > T-101'] })), 'chains of components'),
  signals: optional(tagged(signal), 'measured values, by tag'),
  controls: optional(tagged(control), 'values the PLC can drive, by tag'),
  loops: optional(tagged(variant<WrittenLoop>('kind', loops)), "the line's present control, by tag"),
  goals: optional(titled(keyed<WrittenGoal>(goals)), 'what the line should do, by name'),
  limits: optional(titled(limit), 'what must not happen, by name'),
  failures: optional(list(failure), 'what can go wrong'),
  disturbances: optional(titled(disturbance), 'what the plant lives with on an ordinary day, by name'),
  scenarios: optional(
    list(
      record({
        name: required(text, 'what the scenario is called'),
        faults: required(list(pinnedFault), 'the faults in it'),
      }),
    ),
    'scenarios worth keeping',
  ),
  policy: optional(policy, 'how the policy acts on the line'),
})

type Read<S> = S extends Shape<infer T> ? T : never

export type WrittenLine = Read<typeof lineFile>
export type WrittenSignal = Read<typeof signal>
export type WrittenControl = Read<typeof control>
export type WrittenLimit = Read<typeof limit>
export type WrittenFailure = Read<typeof failure>
export type WrittenDisturbance = Read<typeof disturbance>
