import { type CurriculumSettings, usualCurriculum } from '../../../core/curriculum/settings.ts'

/** The loop with one part taken out, or with fewer dreams. */
export interface Variant {
  readonly name: string
  readonly curriculum: CurriculumSettings
  /** Whether training begins with tasks out of the replay. */
  readonly replayed: boolean
  /** What the policy does before it has learnt: nothing to today's control, or nothing at all. */
  readonly start: 'today' | 'nothing'
  /** Share of the dreams: so many lanes, in as many iterations. */
  readonly dreams: number
}

/** Every round is drawn afresh from the failures of the line. */
const uniformCurriculum: CurriculumSettings = {
  ordinary: [0.3, 0.3],
  group: 1,
  again: 0,
  synthetic: 0,
  byValue: false,
}

const full = {
  curriculum: usualCurriculum,
  replayed: true,
  start: 'today',
  dreams: 1,
} satisfies Omit<Variant, 'name'>
const uniform = { ...full, curriculum: uniformCurriculum, replayed: false } satisfies Omit<Variant, 'name'>

export const variants: readonly Variant[] = [
  { ...full, name: 'full loop' },
  { ...full, name: 'full loop, half the dreams', dreams: 0.5 },
  { ...full, name: 'without replay', replayed: false, curriculum: { ...usualCurriculum, again: 0 } },
  { ...full, name: 'without curriculum', curriculum: { ...usualCurriculum, byValue: false } },
  { ...full, name: 'without variations', curriculum: { ...usualCurriculum, synthetic: 0 } },
  { ...full, name: 'without the start at today’s control', start: 'nothing' },
  {
    ...full,
    name: 'with more ordinary days',
    curriculum: { ...usualCurriculum, ordinary: uniformCurriculum.ordinary },
  },
  { ...uniform, name: 'uniform random scenarios' },
  { ...uniform, name: 'uniform, half the dreams', dreams: 0.5 },
  {
    ...uniform,
    name: 'uniform with fewer ordinary days',
    curriculum: { ...uniformCurriculum, ordinary: [0.12, 0.12] },
  },
]
