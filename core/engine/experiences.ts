import { quantityIn } from '../line/quantity.ts'
import { happeningText } from '../replay/demonstration.ts'
import type { KeptSequence } from '../replay/experience.ts'
import { reasoningOf } from '../replay/reasoning.ts'
import { openReplay, type Replay } from '../replay/replay.ts'
import { type Engine, EngineError } from './contract.ts'
import { loadSource, type Source } from './source.ts'
import { inStudy } from './study-run.ts'

/** How many of the latest sequences are listed. */
const listed = 20

const inReplay = <Report>(path: string, directory: string, look: (source: Source, replay: Replay) => Report) => {
  const source = loadSource(path)
  return inStudy(directory, false, async (study) => look(source, await openReplay(source.line, source.hash, study)))
}

/** What the replay of a study holds of the line as it is written now. */
export const experiences: Engine['experiences'] = ({ line: path, study }) =>
  inReplay(path, study, ({ line }, { sequences, ofOtherVersions }) => ({
    line: line.name,
    provenances: [...Map.groupBy(sequences, ({ provenance }) => provenance)].map(([provenance, all]) => ({
      provenance,
      sequences: all.length,
      experiences: all.reduce((sum, { length }) => sum + length, 0),
    })),
    ofOtherVersions,
    latest: sequences
      .slice(-listed)
      .reverse()
      .map((sequence) => {
        const { provenance, policyRound, value } = sequence
        const [first, last] = endsOf(sequence)
        return { first, last, provenance, happening: happeningText(line, sequence), policyRound, value }
      }),
  }))

/** One experience, why it came out as it did, and what it was used for. */
export const experience: Engine['experience'] = ({ line: path, study, id }) =>
  inReplay(path, study, ({ line }, replay) => {
    const found = replay.find(id)
    if (found === undefined) {
      const message = `The replay has no experience ${id} of this version of the line.`
      throw new EngineError([{ message, remedy: 'List what it has, and take a number from there.', where: study }])
    }
    const { sequence, experience } = found
    const { scan, state, control, nextState, outcome, reasoning } = experience
    return {
      line: line.name,
      id,
      sequence: endsOf(sequence),
      provenance: sequence.provenance,
      happening: happeningText(line, sequence),
      policyRound: sequence.policyRound,
      from: scan * line.scan,
      to: (scan + 1) * line.scan,
      signals: line.signals.map(({ tag, unit }, row) => {
        return { name: tag, unit, before: known(state[row], unit), after: known(nextState[row], unit) }
      }),
      controls: line.controls.map(({ tag, unit }, row) => {
        return { name: tag, unit, value: quantityIn(control[row] as number, unit) }
      }),
      outcome,
      reasoning: reasoningOf(line, sequence.chain, [experience]),
      isTold: reasoning !== null,
      uses: replay.usesOf(experience).map(({ runId, round, isUniform }) => ({ run: runId, round, isUniform })),
    }
  })

const endsOf = ({ firstId, length }: KeptSequence) => [firstId, firstId + length - 1] as const

const known = (value: number | undefined, unit: string) =>
  value === undefined || Number.isNaN(value) ? null : quantityIn(value, unit)
