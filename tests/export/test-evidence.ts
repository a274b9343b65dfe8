import type { Evidence, Verdict } from '../../core/export/evidence/evidence.ts'

const standing = (verdict: 'better' | 'no worse' | 'worse', relative: number) => ({
  verdict,
  relative,
  interval: [relative - 0.03, relative + 0.03] as const,
  sentence: `mean cost changes by ${100 * relative} %.`,
})

const standings = { baseline: standing('better', -0.2), rival: standing('better', -0.12) }

const failure = (name: string, verdict: ReturnType<typeof standing>) => ({
  name,
  scenarios: 64,
  baseline: 10,
  rival: 9.5,
  policy: 10 * (1 + verdict.relative),
  oracle: 6,
  headRoom: 0.4,
  hasHeadRoom: true,
  verdict,
})

const testVerdict: Verdict = {
  scenarios: 1024,
  seed: 1,
  verdict: 'better',
  sentence: "The policy is better than the line's own control.",
  faulty: standings,
  faultFree: { baseline: standing('no worse', 0.001), rival: standing('better', -0.1) },
  measures: {
    faulty: [{ name: 'trips', unit: '', baseline: 0.2, policy: 0.1, change: -0.1, interval: [-0.12, -0.08] }],
    faultFree: [],
  },
  failures: [failure('LT-101 bias', standing('better', -0.3)), failure('T-102 leak', standing('worse', 0.07))],
}

/** Evidence as a study would have it, made up for tests. */
export const testEvidence: Evidence = {
  training: { policy: 3, trainer: 'gradient', settings: [{ name: 'Seed', value: '1' }] },
  verdict: testVerdict,
  judged: '2026-01-02T03:04:05.678Z',
  charts: [
    {
      title: 'Training',
      unit: '',
      along: 'iterations',
      curves: [{ name: 'seed 1', at: [0, 10, 20, 30], values: [2, 1.5, Number.NaN, 1.2] }],
    },
  ],
}

export const unjudgedEvidence: Evidence = { ...testEvidence, verdict: null, judged: null }
export const worseEvidence: Evidence = { ...testEvidence, verdict: { ...testVerdict, verdict: 'worse' } }
