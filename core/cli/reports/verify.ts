import type { VerifyReport } from '../../engine/contract/verify.ts'
import type { Section } from '../sections.ts'

const marks = { holds: 'ok  ', fails: 'FAIL', 'left out': '-   ' } as const

export function verifyReport({ directory, line, override, checks, holds }: VerifyReport): Section[] {
  const failing = checks.find(({ state }) => state === 'fails')
  return [
    ...(override === undefined ? [] : [{ title: override.toUpperCase(), body: '' }]),
    {
      title: `Export of ${line} in ${directory}`,
      body: checks
        .map(({ name, state, text }) => `  ${marks[state]}  ${name}: ${text.replaceAll('\n', '\n        ')}`)
        .join('\n'),
    },
    {
      title: holds ? 'Everything holds' : 'Not everything holds',
      body: failing === undefined ? '' : `  First difference, ${failing.name}: ${failing.text.split('\n')[0]}`,
    },
  ]
}
