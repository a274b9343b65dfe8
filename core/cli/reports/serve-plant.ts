import type { ServedNow, ServePlantReport } from '../../engine/contract/serve-plant.ts'
import { formatCount } from '../progress.ts'
import type { Section } from '../sections.ts'

export const servePlantReport = ({ line, endpoint, scans, inForce, tripped }: ServePlantReport): Section[] => [
  {
    title: `${line} was served at ${endpoint} for ${formatCount(scans)} scans`,
    body: [
      inForce === 0 ? 'No policy was in force.' : `A policy was in force in ${formatCount(inForce)} of them.`,
      ...(tripped ? ['The line has tripped.'] : []),
    ].join('\n'),
  },
]

/** What an engineer needs to connect. */
export const servedLines = ({ line, endpoint, thumbprint, pki, user, password }: ServedNow): readonly string[] => [
  `Serving ${line}; Ctrl-C ends it.`,
  `  endpoint     ${endpoint}`,
  `  certificate  SHA-1 ${thumbprint}`,
  `  user         ${user}, password ${password ?? 'from DREAMLINE_PLANT_PASSWORD'}`,
  `  clients      unknown ones are put into ${pki}/rejected; move them to ${pki}/trusted/certs`,
]
