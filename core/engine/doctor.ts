import { z } from 'zod'
import { readAnswer, reasoning, schemaOf } from '../dream/reasoned/answer.ts'
import { type DoctorReport, type Engine, EngineError, type ReasonerChoice, type ReasonerHealth } from './contract.ts'
import { addressOf, connect, explained } from './reasoner.ts'
import { findDevices } from './window/devices.ts'

/** What this workstation computes on and with, and whether the language model answers, if one is set up. */
export const doctor: Engine['doctor'] = async ({ reasoner = {} }, { signal } = {}): Promise<DoctorReport> => {
  const url = addressOf(reasoner)
  const devices = await findDevices()
  return url === undefined ? devices : { ...devices, reasoner: await healthOf(url, reasoner, signal) }
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

async function healthOf(url: string, choice: ReasonerChoice, signal: AbortSignal | undefined): Promise<ReasonerHealth> {
  try {
    return await explained(() => examine(url, choice, signal))
  } catch (error) {
    if (!(error instanceof EngineError) || error.problems[0] === undefined) throw error
    return { url, works: false, problem: error.problems[0] }
  }
}

async function examine(url: string, choice: ReasonerChoice, signal: AbortSignal | undefined): Promise<ReasonerHealth> {
  const { server, model } = await connect(choice, signal)
  const times: number[] = []
  // Servers send one token at a time.
  const answer = await server.reason({ ...question, ...(signal && { signal }) }, () => times.push(performance.now()))
  const models = await server.models(signal).catch(() => [model])
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  const fits = answer.cut === undefined && 'written' in readAnswer(answer.text, form)
  return {
    url,
    works: true,
    model,
    models,
    schema: server.keepsToSchema() !== true ? 'refused' : fits ? 'kept' : 'ignored',
    tokensPerSecond: seconds > 0 ? (times.length - 1) / seconds : 0,
  }
}
