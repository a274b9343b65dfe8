import type { DoctorReport, ReasonerHealth } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import type { Section } from '../sections.ts'

export function doctorReport({ versions, cpu, gpu, reasoner }: DoctorReport): Section[] {
  return [
    { title: 'Versions', body: lines(Object.entries(versions)) },
    {
      title: 'Computes on',
      body: lines([
        ['CPU', `${cpu.name}, ${cpu.cores} cores`],
        ['GPU', gpu.usable ? 'usable' : `not usable: ${gpu.reason ?? 'none was found'}`],
      ]),
    },
    { title: 'Language model', body: reasoner === undefined ? notSetUp : lines(healthLines(reasoner)) },
  ]
}

const notSetUp =
  '  None is set up; all but `reason` and `foretell` works without it. Set DREAMLINE_REASONER_URL to the address of a\n' +
  '  server that speaks the OpenAI API, such as http://localhost:8080/v1, or DREAMLINE_REASONER_FILE to a GGUF file.'

const schemaText = {
  kept: 'answers keep to a JSON Schema',
  ignored: 'answers do not keep to a JSON Schema; they are checked, and asked for again',
  refused: 'the server takes no JSON Schema; answers are checked, and asked for again',
}

function healthLines(reasoner: ReasonerHealth): readonly (readonly [string, string])[] {
  const [kind, at] = 'url' in reasoner ? ['Server', reasoner.url] : ['File', reasoner.file]
  if (!reasoner.works) {
    const { message, remedy, where } = reasoner.problem
    return [
      [kind, at],
      ['Fails', `${message} ${remedy}${where && where !== at ? ` (${where})` : ''}`],
    ]
  }
  const { model, models, schema, tokensPerSecond } = reasoner
  const others = models.filter((name) => name !== model)
  return [
    [kind, at],
    ['Model', others.length === 0 ? model : `${model}; also ${others.join(', ')}`],
    ['Form', schemaText[schema]],
    ['Speed', `${formatNumber(tokensPerSecond)} tokens/s`],
  ]
}

const lines = (rows: readonly (readonly [string, string])[]) =>
  rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}`).join('\n')
