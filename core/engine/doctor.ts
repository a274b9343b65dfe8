import { z } from 'zod'
import { readAnswer, reasoning, schemaOf } from '../dream/reasoned/answer.ts'
import {
  type DoctorReport,
  type Engine,
  EngineError,
  type ReasonerChoice,
  type ReasonerHealth,
  type ReasonerPlace,
} from './contract.ts'
import { connect, explained, placeOf } from './reasoner.ts'
import { findDevices } from './window/devices.ts'

/** What this workstation computes on and with, and whether the language model answers, if one is set up. */
export const doctor: Engine['doctor'] = async ({ reasoner = {} }, { signal } = {}): Promise<DoctorReport> => {
  const place = placeOf(reasoner)
  const devices = await findDevices()
  return place === undefined ? devices : { ...devices, reasoner: await healthOf(place, reasoner, signal) }
}

/** A word that no model writes unasked tells whether it is held to a form. */
const form = z.strictObject({ reasoning, levelInCentimetres: z.number() })

const question = {
  messages: [
    {
      role: 'user' as const,
      content: 'A tank gains 2 cm a minute. Explain in five sentences how far it rises in 9 minutes.',
    },
  ],
  form: { name: 'level', schema: schemaOf(form) },
  longest: 400,
}

async function healthOf(
  place: ReasonerPlace,
  choice: ReasonerChoice,
  signal: AbortSignal | undefined,
): Promise<ReasonerHealth> {
  try {
    return await explained(() => examine(place, choice, signal))
  } catch (error) {
    if (!(error instanceof EngineError) || error.problems[0] === undefined) throw error
    return { ...place, works: false, problem: error.problems[0] }
  }
}

async function examine(
  place: ReasonerPlace,
  choice: ReasonerChoice,
  signal: AbortSignal | undefined,
): Promise<ReasonerHealth> {
  await using connected = await connect(choice, signal)
  const { model, reason, models, keepsToSchema } = connected
  const times: number[] = []
  // An answer comes one token at a time.
  const answer = await reason({ ...question, ...(signal && { signal }) }, () => times.push(performance.now()))
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  const fits = answer.cut === undefined && 'written' in readAnswer(answer.text, form)
  return {
    ...place,
    works: true,
    model,
    models: await models(signal).catch(() => [model]),
    schema: keepsToSchema() !== true ? 'refused' : fits ? 'kept' : 'ignored',
    tokensPerSecond: seconds > 0 ? (times.length - 1) / seconds : 0,
  }
}
