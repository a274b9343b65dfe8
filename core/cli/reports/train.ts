import type { TrainReport } from '../../engine/contract.ts'
import { formatChange, formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'
import { trustText } from './trust.ts'

export function trainReport(report: TrainReport, width: number): Section[] {
  const {
    run,
    policy,
    trainer,
    from,
    device,
    fallback,
    seeds,
    before,
    after,
    scans,
    seconds,
    tuning,
    experience,
    learned,
    proposals,
  } = report
  const change = before === 0 ? '' : ` (${formatChange((after - before) / before)})`
  return [
    {
      title: `Policy ${policy} (run ${run})`,
      body: [
        `Trained by ${trainer} on ${device}${from === undefined ? '' : `, from policy ${from} on`}: ${formatCount(scans)} scans in ${formatDuration(seconds)}.`,
        ...(fallback === undefined ? [] : [fallback]),
        trustText(report),
        ...horizonText(report),
        ...(experience === undefined
          ? []
          : [`All dreams had what was learned from logs, model ${experience.slice(0, 12)}.`]),
        ...(proposals === undefined ? [] : [proposalsText(proposals)]),
        `Training score on validation days, lower is better: ${formatNumber(before)} before, ${formatNumber(after)} after${change}.`,
      ].join('\n'),
    },
    ...tableSection(
      'Seeds',
      [right('Seed'), right('Validation cost')],
      seeds.map(({ seed, validation }) => [String(seed), formatNumber(validation)]),
      width,
    ),
    ...tableSection(
      "The baseline's loops, tuned before the comparison",
      [left('Loop'), right('Gain'), right('Integral time')],
      tuning.map(({ loop, gain, integral }) => [loop, gain, integral]),
      width,
    ),
    ...tableSection(
      'What was told, learned and dreamt of as well: its error in one scan, as a share of the range',
      [left('What happens'), right('Experiences'), right('Balances'), right('Learned'), right('Held out')],
      (learned?.happenings ?? []).map(({ text, experiences, errorWithout, error, sequences, heldOut }) => [
        text,
        formatCount(experiences),
        formatNumber(errorWithout),
        formatNumber(error),
        `${heldOut} of ${sequences}`,
      ]),
      width,
    ),
    ...troublesSection(report),
  ]
}

/** How long the dreams lasted, where the model cannot be trusted over the whole horizon of the line. */
function horizonText({ trust, horizon }: TrainReport): string[] {
  if (horizon !== undefined) return [`Its dreams were cut there: they last ${formatDuration(horizon)}.`]
  if (trust?.first === undefined || trust.horizon >= trust.whole) return []
  return ['Its dreams were not cut there, as was asked: what is learnt after that may not hold on the plant.']
}

const proposalsText = ({ questions, tasks, refusals, problem }: NonNullable<TrainReport['proposals']>) =>
  [
    `The language model was asked ${questions} times and proposed ${tasks} tasks; ${refusals} things did not fit.`,
    ...(problem === undefined ? [] : [`${problem.message} ${problem.remedy}`]),
  ].join(' ')
