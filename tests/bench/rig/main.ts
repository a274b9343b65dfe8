import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readLine } from '../../../core/line/read.ts'
import { calibrate } from '../../../core/plant/calibration/calibrate.ts'
import { calibratedLine } from '../../../core/plant/calibration/calibration.ts'
import { wantedBy } from '../../../core/plant/columns.ts'
import { readLog } from '../../../core/plant/log.ts'
import { recordingsOf } from '../../../core/plant/recordings.ts'
import { documentOf, type RigResult } from './document.ts'
import { dreamLog } from './dream.ts'
import { type Law, lawOf } from './law.ts'
import { type RigLog, readRigLogs } from './logs.ts'
import { trackingOf } from './ranking.ts'

type Described = Law & Readonly<Record<'u0_cl' | 'y0_cl' | 'u0_dist' | 'y0_dist', readonly number[]>>

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../../../shared/data/tclab', import.meta.url)) },
    out: { type: 'string', default: 'docs/rig.md' },
    noises: { type: 'string', default: '8' },
  },
})
if (!existsSync(values.data)) {
  console.error(`${values.data} is not there: the rig's logs lie beside the repository.`)
  process.exit(2)
}
const inData = (name: string) => `${values.data}/${name}`

const file = fileURLToPath(new URL('../../../assets/lines/tclab.line.yaml', import.meta.url))
const line = readLine(readFileSync(file, 'utf8'), file)
const recordings = recordingsOf(line, await readLog(inData('tclab_prbs.csv'), wantedBy(line)))
const calibration = await calibrate(line, recordings)
const lines = { written: line, calibrated: calibratedLine(line, calibration) }

const laws = JSON.parse(readFileSync(inData('controllers.json'), 'utf8')) as Readonly<Record<string, Described>>
const ways = [
  { faults: false, logs: readRigLogs(inData('tclab_closed_loop.csv')), suffix: 'cl' },
  { faults: true, logs: readRigLogs(inData('tclab_closed_loop_faults.csv')), suffix: 'dist' },
] as const

const results: RigResult[] = []
for (const { faults, logs, suffix } of ways) {
  for (const [controller, law] of Object.entries(laws)) {
    const log = logs.find((each) => each.controller === controller) as RigLog
    const dreamt = async (model: keyof typeof lines) => {
      const loop = lawOf(controller, law, law[`y0_${suffix}`], law[`u0_${suffix}`])
      return trackingOf(await dreamLog(lines[model], loop, log, Number(values.noises)), log.setpoint)
    }
    results.push({
      controller,
      faults,
      real: trackingOf([log.reading], log.setpoint),
      calibrated: await dreamt('calibrated'),
      written: await dreamt('written'),
    })
    console.error(`${controller}${faults ? ' with faults' : ''}: done`)
  }
}
writeFileSync(values.out, documentOf(results, calibration, Number(values.noises)))
console.error(`written to ${values.out}`)
