import { type LearnedModel, rangesOf, residual } from '../dream/learned/residual.ts'
import { measuredStates } from '../dream/measured-states.ts'
import { only } from '../dream/start.ts'
import { compile } from '../graph/session.ts'
import type { Plant } from '../line/plant.ts'
import { rootMeanSquare, seenIn, situationsOf, type ToldExperience } from './told-experience.ts'

/** How well a learned model foretells one happening. */
export interface Fit {
  readonly text: string
  readonly sequences: number
  readonly experiences: number
  /** Sequences that were held out from the fit, on which the errors are measured; 0 where there are too few for that. */
  readonly heldOut: number
  /** Root-mean-square error in one scan over the measured states, as a share of their ranges, and that of the balances alone. */
  readonly error: number
  readonly errorWithout: number
}

/** How well a model foretells what was told of each of its happenings. */
export async function fitsOf(
  { line, layout }: Plant,
  model: LearnedModel,
  told: ToldExperience,
): Promise<readonly Fit[]> {
  const measured = measuredStates(line, layout)
  const scans = [...told.scans.values()]
  const gap = residual(line, measured, model, seenIn({ line, layout }, model, scans.length))
  const program = await compile({ gap }, { device: 'cpu' })
  const said = (await program.run(only(situationsOf(scans), program.inputs)).finally(() => program.release()))
    .gap as Float32Array
  const ranges = rangesOf(line, measured).map(({ low, high }) => high - low)
  return model.happenings.map(({ text }, index) => {
    const sequences = told.sequences.filter(({ scenario }) => scenario.name === text)
    const heldOut = sequences.filter(({ isHeldOut }) => isHeldOut).length
    const errors = (said: (state: number, lane: number) => number) =>
      scans.flatMap(({ happening, isHeldOut, gap }, lane) =>
        happening !== index || isHeldOut !== heldOut > 0
          ? []
          : Array.from(gap, (value, state) => (value - said(state, lane)) / (ranges[state] as number)).filter(
              (error) => !Number.isNaN(error),
            ),
      )
    return {
      text,
      sequences: sequences.length,
      experiences: sequences.reduce((sum, { length }) => sum + length, 0),
      heldOut,
      error: rootMeanSquare(errors((state, lane) => said[state * scans.length + lane] as number)),
      errorWithout: rootMeanSquare(errors(() => 0)),
    }
  })
}
