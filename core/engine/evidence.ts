import type { Chart, Curve, Evidence, Training } from '../export/evidence/evidence.ts'
import type { Study } from '../study/study.ts'
import { EngineError, type Job, type TrainReport } from './contract.ts'
import type { StoredPolicy } from './policy-store.ts'
import { curvesOf } from './training-metrics.ts'
import { latestVerdict } from './verdict.ts'
import { filmIn } from './window/film.ts'

/** What the study knows of a policy: how it was trained and judged, and its worst day filmed beside the baseline. */
export async function evidenceFor(study: Study, stored: StoredPolicy, job: Job): Promise<Evidence> {
  const found = latestVerdict(study, stored.id)
  const runId = study.policy(stored.id)?.runId
  return {
    training: trainingOf(study, stored.id, runId),
    verdict: found?.verdict ?? null,
    judged: found?.judged ?? null,
    charts: [
      ...(runId === undefined ? [] : trainingCharts(study, runId)),
      ...(found === undefined ? [] : await worstDay(study, stored, found.verdict, job)),
    ],
  }
}

function trainingOf(study: Study, policy: number, runId: number | undefined): Training {
  const run = runId === undefined ? undefined : study.run(runId)
  const report = (runId === undefined ? undefined : study.report(runId)) as unknown as TrainReport | undefined
  const configuration = (run?.configuration ?? {}) as {
    trainer?: string
    budget?: string
    device?: string
    from?: number
  }
  const { trainer = 'an unknown trainer', budget, device, from } = configuration
  const settings = [
    { name: 'Training run', value: runId },
    { name: 'Seed', value: run?.seed },
    { name: 'Budget', value: budget },
    { name: 'Device', value: device },
    { name: 'Gone on from policy', value: from ?? undefined },
    { name: 'Scans dreamt', value: report?.scans },
    { name: 'What training makes small, before', value: report?.before.toPrecision(4) },
    { name: 'The same, after', value: report?.after.toPrecision(4) },
  ]
  return {
    policy,
    trainer,
    settings: settings.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value: String(value) }])),
  }
}

function trainingCharts(study: Study, run: number): readonly Chart[] {
  const curves = curvesOf(study.metrics(run)).filter(({ name }) => name === 'validation')
  if (curves.length === 0) return []
  const shown = curves.map(
    ({ seed, steps, values }): Curve => ({ name: `seed ${seed}`, at: [...steps], values: [...values] }),
  )
  const title = 'Training: cost of the validation days in units of what they cost under the baseline'
  return [{ title, unit: '', along: 'iterations', curves: shown }]
}

type JudgeReport = NonNullable<ReturnType<typeof latestVerdict>>['verdict']

/** Every signal and control on the day that a search found worst for the policy, under policy and baseline. */
async function worstDay(study: Study, stored: StoredPolicy, verdict: JudgeReport, job: Job): Promise<readonly Chart[]> {
  const [day] = verdict.worst?.days ?? []
  if (day === undefined) return []
  try {
    const scenario = { kind: 'ranked', run: verdict.run, id: day.id } as const
    const { films, model } = await filmIn(study, stored.source, { scenario, policy: stored.id }, job)
    const series = films[0]?.series ?? []
    return series.flatMap(({ kind, tag, quantity, unit }, row): Chart[] => {
      const isShown = kind === 'control' || (kind === 'truth' && isMeasured(stored, tag, quantity))
      if (!isShown) return []
      const curves = films.map(({ controller, series }): Curve => {
        const values = [...(series[row]?.values ?? [])]
        return { name: controller, at: values.map((_, scan) => (scan * model.scan) / 60), values }
      })
      return [{ title: `The day of ${day.name}: ${tag} ${quantity}`, unit, along: 'minutes', curves }]
    })
  } catch (error) {
    // The line may have changed so that the day is no day of it any more: the evidence can do without the film.
    if (error instanceof EngineError) return []
    throw error
  }
}

const isMeasured = ({ plant }: StoredPolicy, component: string, quantity: string) =>
  plant.line.signals.some(({ of }) => of.component === component && of.quantity === quantity)
