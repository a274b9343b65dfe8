import type { AdaptReport } from '../../core/engine/contract/adapt.ts'
import type { CalibrationReport } from '../../core/engine/contract/calibration.ts'
import type { DistilReport } from '../../core/engine/contract/distil.ts'
import type { ImportReport, MappingReport } from '../../core/engine/contract/import.ts'
import type { LearnReport } from '../../core/engine/contract/learn.ts'
import type { OfflineReport } from '../../core/engine/contract/offline.ts'
import type {
  PlantAuditReport,
  PlantMapReport,
  PlantRunReport,
  PlantShadowReport,
  PlantTrustReport,
  PlantWatchReport,
} from '../../core/engine/contract/plant.ts'
import type { ServePlantReport } from '../../core/engine/contract/serve-plant.ts'
import type { Trust } from '../../core/engine/contract/trust.ts'
import type { VerifyReport } from '../../core/engine/contract/verify.ts'
import type {
  ComparedWith,
  Consequence,
  DoctorReport,
  DreamReport,
  ExperienceReport,
  ExperiencesReport,
  ExportReport,
  FineTuningReport,
  ForetellReport,
  JudgeReport,
  LineSummary,
  ReasonReport,
  ReplayReport,
  RunReport,
  TrainReport,
} from '../../core/engine/contract.ts'

/** Reports written by hand, as an engine could give them. */

export const lineSummary: LineSummary = {
  name: 'filler',
  title: 'Bottle filler',
  source: 'As built, 2024.',
  hash: '5f0c9a',
  step: '1 s',
  scan: '5 s',
  horizon: '20 min',
  components: [{ tag: 'P-101', kind: 'pump', text: 'feeds T-101' }],
  signals: [{ tag: 'LT-101', of: 'T-101.level', range: '0 to 62 cm', noise: '0.1 cm' }],
  controls: [{ tag: 'SC-101', drives: 'P-101.speed', range: '0 to 100 %' }],
  loops: [],
  goals: [{ name: 'level', text: 'keep LT-101 at 30 cm' }],
  limits: [{ name: 'overflow', text: 'T-101.level above 60 cm', trip: true }],
  failures: [
    { name: 'P-101 spurious stop', code: 'UST', text: 'The pump stops by itself.', severity: '', perYear: 0.25 },
  ],
}

const trust: Trust = {
  horizon: 540,
  whole: 1200,
  logs: ['march.csv'],
  first: 'LT-101',
  sentence: 'The model is trusted for 9 min of 20 min, by march.csv; LT-101 is the first to leave its tolerance.',
}

export const calibrationReport: CalibrationReport = {
  line: 'filler',
  hash: '5f0c9a',
  parameters: [
    { name: 'T-101.area', unit: 'cm2', before: 154, after: 160.2, interval: [158, 162.4], isIdentified: true },
    { name: 'LT-101.lag', unit: 's', before: 0, after: 12, interval: [6, 24], isIdentified: false },
  ],
  together: [['P-101.capacity', 'T-101.area']],
  fitted: [{ tag: 'LT-101', unit: 'cm', before: 1.2, after: 0.1 }],
  heldOut: [{ tag: 'LT-101', unit: 'cm', before: 1.4, after: null }],
  values: [{ path: ['components', 'T-101', 'area'], text: '160.2 cm2' }],
}

export const replayReport: ReplayReport = {
  line: 'filler',
  logs: [{ name: 'march.csv', sha256: '5f0c9a5f0c9a5f0c9a', from: 3600, rows: 17_280, duration: 82_800 }],
  trust,
  transition: { all: { value: 0.0031, interval: [0.0029, 0.0034] }, noise: 0.0023 },
  reward: {
    scan: { error: { value: 0.012, interval: [0.011, 0.014] }, logged: 0.41, dreamt: 0.4 },
    horizon: { error: { value: 0.09 }, logged: 0.42, dreamt: 0.36 },
    unmeasured: ['power'],
  },
  rows: 17_280,
  duration: '24 h',
  signals: [
    {
      tag: 'LT-101',
      unit: 'cm',
      rmse: 0.4123,
      largest: 2.25,
      tolerance: 1,
      trustHorizon: 540,
      transition: { value: 0.0042, interval: [0.004, 0.0047] },
      errorByHorizon: [
        { seconds: 60, rmse: 0.1 },
        { seconds: 600, rmse: 1.2 },
      ],
    },
    {
      tag: 'FT-101',
      unit: 'm3/h',
      rmse: 0.01,
      largest: 0.05,
      tolerance: 0.005,
      trustHorizon: 0,
      errorByHorizon: [{ seconds: 60, rmse: 0.02 }],
    },
  ],
}

const consequence: Consequence = {
  cost: 14.81,
  goals: [{ name: 'level', value: 3.456, unit: 'cm' }],
  limits: [
    { name: 'overflow', minutesOutside: 2.5, crossings: 1 },
    { name: 'empty', minutesOutside: 0, crossings: 0 },
  ],
  tripped: true,
}

export const dreamReport: DreamReport = {
  run: 7,
  dreams: 2048,
  scansPerSecond: 2_410_000,
  ordinaryCost: 4.83,
  scenarios: Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    name: index === 1 ? 'scenario 1' : `scenario ${index + 1}`,
    faults: [{ failure: 'P-101 spurious stop', onset: '2 min', severity: '40 %' }],
    written: [{ failure: 'P-101 spurious stop', onset: '2 min', severity: '40 %' }],
    perYear: 0.25,
    consequence,
    risk: 20 - index,
    chain: ['P-101 stops at 2 min', 'LT-101 falls from 3 min'],
  })),
  failures: [
    { name: 'P-101 spurious stop', code: 'UST', perYear: 0.25, meanCost: 14.8, tripShare: 0.37, risk: 2.5 },
    { name: 'LT-101 drift', code: 'ERO', perYear: 0.000_02, meanCost: 5, tripShare: 0, risk: 0 },
  ],
}

export const trainReport: TrainReport = {
  run: 8,
  policy: 3,
  trainer: 'gradient',
  device: 'cpu',
  fallback: 'No GPU was found.',
  seeds: [
    { seed: 0, validation: 8.93 },
    { seed: 1, validation: 9.12 },
  ],
  before: 14.81,
  after: 8.93,
  scans: 3_000_000,
  seconds: 200,
  tuning: [{ loop: 'LC-101', gain: '5 %/cm', integral: '120 s' }],
  learned: {
    happenings: [
      { text: 'It\nseeps.', sequences: 8, experiences: 480, heldOut: 2, error: 0.0002, errorWithout: 0.0031 },
      { text: 'It foams.', sequences: 1, experiences: 60, heldOut: 0, error: 0.001, errorWithout: 0.002 },
    ],
  },
}

const compared = (verdict: ComparedWith['verdict'], sentence: string): ComparedWith => ({
  verdict,
  relative: -0.12,
  interval: [-0.152, -0.09],
  sentence,
})

const outcome = { ...consequence, trips: 0.25 }

export const judgeReport: JudgeReport = {
  run: 9,
  policy: 3,
  scenarios: 1024,
  seed: 11,
  controllers: [
    { name: 'baseline', text: 'the loops of the line, tuned', faulty: outcome, faultFree: { ...outcome, cost: 4.83 } },
    { name: 'policy', text: 'the trained trim', faulty: { ...outcome, cost: 8.93 }, faultFree: outcome },
  ],
  faulty: {
    baseline: compared('better', 'It costs 12 % less.'),
    rival: compared('no worse', 'It costs the same.'),
  },
  faultFree: {
    baseline: compared('no worse', 'It costs as much.'),
    rival: compared('no worse', 'It costs as much as the rival.'),
  },
  measures: {
    faulty: [{ name: 'trips', unit: '%', baseline: 9.4, policy: 7.1, change: -2.3, interval: [-3.1, -1.5] }],
    faultFree: [],
  },
  failures: [
    {
      name: 'LT-101 bias',
      scenarios: 120,
      baseline: 14.5,
      rival: 11,
      policy: 8.8,
      oracle: 8,
      headRoom: 0.45,
      hasHeadRoom: true,
      verdict: compared('better', ''),
    },
    {
      name: 'T-101 leak',
      scenarios: 4,
      baseline: 6,
      rival: 6,
      policy: 6,
      oracle: 6,
      headRoom: 0.001,
      hasHeadRoom: false,
      verdict: { verdict: 'worse', relative: 0.0105, interval: [Number.NEGATIVE_INFINITY, Infinity], sentence: '' },
    },
  ],
  worst: {
    dreams: 4096,
    noises: 48,
    days: [
      {
        id: '0',
        name: 'LT-101 bias + P-101 stop',
        faults: [
          { failure: 'LT-101 bias', onset: '0:12', severity: '7.9 cm' },
          { failure: 'P-101 stop', onset: '3:00', severity: 'stopped or not' },
        ],
        written: [
          { failure: 'LT-101 bias', onset: '12.2 s', severity: '7.90012 cm' },
          { failure: 'P-101 stop', onset: '3 min', duration: '2 min' },
        ],
        perYear: 0.0000015,
        policy: { cost: 31.2, trips: 0.75 },
        baseline: { cost: 40.5, trips: 1 },
        chain: ['0:12 LT-101 bias begins (7.9 cm)', 'the line trips'],
      },
    ],
  },
  verdict: 'better',
  sentence: 'The policy is better than the baseline with faults and no worse without.',
}

export const distilReport: DistilReport = {
  run: 4,
  from: 1,
  policy: 2,
  leaves: 32,
  baseline: { faulty: 4.5, faultFree: 0.17 },
  network: { faulty: 1.5, faultFree: 0.14 },
  curve: [
    { leaves: 4, depth: 1, faulty: 3, faultFree: 0.2, kept: 0.5 },
    { leaves: 32, depth: 6, faulty: 1.62, faultFree: 0.15, kept: 0.96 },
  ],
  rules: [
    {
      number: 3,
      tag: 'LT-101',
      conditions: [],
      meaning: 'believe LT-101 as it reads',
      formula: '0 cm',
      mean: 0,
      unit: 'cm',
      failing: 0.6,
      ordinary: 0.9,
    },
    {
      number: 1,
      tag: 'SC-101',
      conditions: ['LT-101 reads more than 3.2 cm above what the balances say', 'SC-101 stands at at most 40 %'],
      meaning: 'hold SC-101 below what its loop asks',
      formula: '-2 % - 1.1 %/cm x (LT-101 trend)',
      mean: -2.5,
      unit: '%',
      failing: 0.041,
      ordinary: 0,
    },
  ],
  seconds: 125,
}

export const exportReport: ExportReport = {
  directory: 'plc',
  files: ['filler.st', 'policy.onnx', 'evidence.json'],
  openLoopDifference: 2.38e-7,
  closedLoopDifference: 0.0012,
  verified: false,
}

export const verifyReport: VerifyReport = {
  directory: 'plc',
  line: 'filler',
  checks: [
    { name: 'Hashes of the files', state: 'holds', text: '11 files are as they were written.' },
    { name: 'A compiler takes the Structured Text', state: 'left out', text: 'none was named.' },
  ],
  holds: true,
}

export const reasonReport: ReasonReport = {
  line: 'filler',
  hash: '5f0c9a',
  model: 'double',
  reasoning: 'The bearing runs dry.\nThe pump slows down.',
  additions: { failures: [{ on: 'P-101', mode: 'low output' }], scenarios: [] },
  text: 'failures:\n  - on: P-101\n    mode: low output\n',
  refusals: [{ answer: 1, reason: "'P-1011' is not a known component or signal. Did you mean P-101?" }],
  answers: 2,
  tokens: 3120,
}

export const foretellReport: ForetellReport = {
  line: 'filler',
  model: 'double',
  transitions: [
    { at: 60, reasoning: 'The pump slows.', readings: [{ name: 'LT-101', value: 28.44, unit: 'cm' }], departure: 0.31 },
    { at: 120, reasoning: 'It stops.', readings: [{ name: 'LT-101', value: 22, unit: 'cm' }], departure: 0 },
  ],
  refusals: [{ transition: 3, answer: 2, reason: 'LT-101: 40 cm breaks the balances of the line within 60 s.' }],
  answers: 4,
  tokens: 5000,
  kept: 24,
}

export const experiencesReport: ExperiencesReport = {
  line: 'filler',
  provenances: [{ provenance: 'reasoned', sequences: 1, experiences: 24 }],
  ofOtherVersions: 3600,
  latest: [{ first: 1, last: 24, provenance: 'reasoned', happening: 'P-101 seizes', policyRound: 0, value: 2.5 }],
}

export const experienceReport: ExperienceReport = {
  line: 'filler',
  id: 17,
  sequence: [1, 24],
  provenance: 'reasoned',
  happening: 'P-101 seizes',
  policyRound: 0,
  from: 80,
  to: 85,
  signals: [{ name: 'LT-101', unit: 'cm', before: 28.44, after: null }],
  controls: [{ name: 'SC-101', unit: '%', value: 48.5 }],
  outcome: 0.0125,
  reasoning: 'The bearing runs hot.',
  isTold: true,
  uses: [{ run: 3, round: 12, isUniform: true }],
}

export const servePlantReport: ServePlantReport = {
  line: 'filler',
  endpoint: 'opc.tcp://127.0.0.1:4840',
  scans: 1000,
  inForce: 400,
  tripped: false,
}

const endpoint = 'opc.tcp://127.0.0.1:4840'

export const plantWatchReport: PlantWatchReport = {
  line: 'filler',
  endpoint,
  seconds: 600,
  scans: 120,
  missed: 0,
  losses: 1,
  log: { file: 'march.csv', rows: 118, gaps: 2 },
}

export const plantShadowReport: PlantShadowReport = {
  ...plantWatchReport,
  policy: 4,
  advised: 90,
  withheld: [{ reason: 'LT-101 is stale', scans: 10 }],
  computing: { median: 0.21, longest: 1.4 },
}

export const plantRunReport: PlantRunReport = {
  line: 'filler',
  endpoint,
  policy: 4,
  reason: 'its time is over',
  asMeant: true,
  scans: 100,
  missed: 0,
  writes: 312,
  audit: 'studies/filler/filler.audit.jsonl',
}

export const plantMapReport: PlantMapReport = {
  file: 'filler.plant.yaml',
  endpoint,
  found: [{ tag: 'signals.LT-101.node', node: 's=LT-101', exact: true }],
  missing: [],
}

export const plantTrustReport: PlantTrustReport = {
  folder: 'pki',
  certificates: [{ thumbprint: '63146d', subject: 'CN=plc-1', validTo: 'Nov 24 2036', trusted: true }],
}

export const plantAuditReport: PlantAuditReport = { file: 'a.jsonl', lines: 700, writes: 312, last: 'ab12' }

export const fineTuningReport: FineTuningReport = { line: 'filler', file: 'filler.jsonl', examples: 1000 }

export const mappingReport: MappingReport = {
  line: 'filler',
  file: 'filler.mapping.yaml',
  isSaved: false,
  text: 'line: filler\n',
  form: 'long',
  time: { column: 'Time', format: 'iso', zone: 'Europe/Berlin' },
  tags: [
    { tag: 'LT-101', role: 'signal', column: 'A.LT101.PV', unit: 'mm', first: { low: 28.4, high: 31.2, unit: 'cm' } },
    { tag: 'LC-101.setpoint', role: 'setpoint', column: 'A.LT101.SP', unit: 'cm', first: null },
  ],
  ignored: ['A.XX'],
  doubts: ['FT-101 is not in the log.'],
}

export const importReport: ImportReport = {
  line: 'filler',
  out: 'march.csv',
  mapping: 'filler.mapping.yaml',
  rows: 1_234_567,
  scans: 17_200,
  scan: 5,
  from: '2026-03-01T00:00:00.000Z',
  duration: 86_400,
  gaps: { count: 2, total: 400, longest: 300, at: 7200 },
  order: { sorted: 12, dropped: 3 },
  clock: { skipped: 0, repeated: [7201] },
  swaps: [['LT-101', 'FT-101']],
  tags: [
    {
      tag: 'LT-101',
      role: 'signal',
      column: 'A.LT101.PV',
      unit: 'cm',
      interval: 1,
      measured: 0.99,
      held: 0.004,
      alone: 80,
      good: 86_000,
      bad: { empty: 1, flagged: 20, outOfRange: 3, texts: [{ text: 'I/O Timeout', count: 6 }] },
      duplicates: 5,
      clipped: { low: 0, high: 0.25 },
      moves: 17_000,
      low: 28.44,
      high: 62,
      still: { from: 3600, duration: 1800 },
    },
    {
      tag: 'SC-101',
      role: 'control',
      column: 'A.LT101.OP',
      unit: '%',
      interval: null,
      measured: 0,
      held: 1,
      alone: 0,
      good: 1,
      bad: { empty: 0, flagged: 0, outOfRange: 0, texts: [] },
      duplicates: 0,
      clipped: { low: 0, high: 0 },
      moves: 0,
      low: 20,
      high: 20,
      still: null,
    },
  ],
}

export const doctorReport: DoctorReport = {
  versions: { dreamline: '0.1.0', node: '24.1.0' },
  cpu: { name: 'A processor', cores: 8 },
  gpu: { usable: false, reason: 'No adapter.' },
  reasoner: {
    url: 'http://localhost:8080/v1',
    works: true,
    model: 'small',
    models: ['small', 'large'],
    schema: 'kept',
    tokensPerSecond: 41.52,
  },
}

export const learnReport: LearnReport = {
  name: 'boiler',
  basis: 'logs alone',
  device: 'cpu',
  scan: 60,
  scans: 14_400,
  recordings: 10,
  heldOut: ['march', 'april'],
  members: [
    { oneScan: 0.24, horizon: 0.41, isKept: true },
    { oneScan: 0.27, horizon: 0.52, isKept: false },
  ],
  errors: [
    { scans: 1, seconds: 60, persistence: 0.49, arx: 0.24, ensemble: 0.23 },
    { scans: 20, seconds: 1200, persistence: 1.02, arx: 0.43, ensemble: 0.37 },
  ],
  signals: [
    { name: 'drum level', unit: '%', tolerance: 2, trustHorizon: 540 },
    { name: 'steam flow', unit: 't/h', tolerance: 0.1, trustHorizon: 0 },
  ],
  level: 0.1234,
  file: 'boiler.model.json',
  hash: 'ab12',
  seconds: 200,
}

export const adaptReport: AdaptReport = {
  calibration: calibrationReport,
  replay: replayReport,
  train: trainReport,
  judge: judgeReport,
}

export const runReport: RunReport = {
  study: 'studies/filler-1',
  check: lineSummary,
  dream: dreamReport,
  train: trainReport,
  judge: judgeReport,
  export: exportReport,
}

const { export: _, ...unexported } = runReport

export const worseRun: RunReport = {
  ...unexported,
  judge: { ...judgeReport, verdict: 'worse', sentence: 'The policy is worse without faults.' },
}

export const offlineReport: OfflineReport = {
  ...trainReport,
  trainer: 'clone',
  asked: 'model',
  before: 3,
  after: 2.4,
  recordings: 3,
  loggedScans: 17_280,
  days: 256,
  standings: [
    { control: 'own', ordinary: 0.25, faulty: 3.5, score: 3 },
    { control: 'clone', ordinary: 0.3, faulty: 3.25, score: 2.4 },
    { control: 'td3+bc', ordinary: 0.5, faulty: 3.75, score: 3.5 },
    { control: 'model', ordinary: 0.25, faulty: 3.5, score: 2.75 },
  ],
  cloneError: 0.0125,
  unmeasured: ['overflow'],
}
