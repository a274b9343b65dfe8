import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { connectPlant, type PlantOptions } from '../../../core/plant/opcua/client/connect.ts'
import { openPki } from '../../../core/plant/opcua/client/pki.ts'
import { readConnection } from '../../../core/plant/opcua/connection-file.ts'
import { type ServedPlant, servePlant } from '../../../core/plant/opcua/serve.ts'
import { createAdvisor } from '../../../core/plant/session/advisor.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { createPolicy } from '../../../core/train/policy.ts'
import { oneTankText } from '../../dream/one-tank.ts'
import { recurrent } from '../../train/subject.ts'
import { temporaryFolder } from './stock-client.ts'

export const fastTankText = oneTankText
  .replace('step: 1 s', 'step: 0.05 s')
  .replace('scan: 5 s', 'scan: 0.05 s')
  .replace('horizon: 2 min', 'horizon: 20 s')

/** One tank that is controlled twenty times a second. */
export const fastTank = readLine(fastTankText, 'fast-tank')

export const connectionText = (endpoint: string, others = ''): string => `
line: one-tank
endpoint: ${endpoint}
namespace: urn:dreamline:plant:one-tank
user: ada
stale: 20
${others}
signals:
  LT-1: {node: s=LT-1, unit: cm, correction: s=LT-1.correction}
setpoints:
  LC-1: {node: s=LC-1.setpoint, unit: cm}
controls:
  SC-1: {node: s=SC-1, unit: '%', trim: s=SC-1.trim, request: s=SC-1.request}
policy: {enable: s=policy.enable, heartbeat: s=policy.heartbeat}
`

/** The tank behind an encrypted server on loopback, and a folder with a connection file that trusts it. */
export interface Bench extends AsyncDisposable {
  readonly folder: string
  readonly file: string
  readonly plant: ServedPlant
  /** Connects as the file says, with `change` made to its text. */
  connect(options?: Partial<PlantOptions>, change?: (text: string) => string): ReturnType<typeof connectPlant>
  /** The engineer trusts the certificate that the server shows now. */
  trust(): Promise<void>
}

export async function setUpBench(): Promise<Bench> {
  const folder = temporaryFolder()
  const plant = await servePlant({
    plant: compilePlant(fastTank),
    seed: 1,
    speed: 1,
    pki: join(folder.path, 'server'),
    users: { ada: 'lovelace' },
    accept: true,
  })
  const file = join(folder.path, 'one-tank.plant.yaml')
  const text = connectionText(plant.endpoint)
  writeFileSync(file, text)
  const connect: Bench['connect'] = (options, change = (same) => same) =>
    connectPlant(fastTank, readConnection(change(text), file, fastTank), {
      password: async () => 'lovelace',
      ...options,
    })
  return {
    folder: folder.path,
    file,
    plant,
    connect,
    async trust() {
      await connect().then(
        (side) => side[Symbol.asyncDispose](),
        () => {},
      )
      await using pki = await openPki(join(folder.path, 'pki'))
      await pki.trust(plant.thumbprint).catch(() => {})
    },
    async [Symbol.asyncDispose]() {
      await plant.close()
      folder.remove()
    },
  }
}

/** An untrained policy of the tank that does something all the time. */
export async function restlessAdvisor() {
  const policy = createPolicy(fastTank, await createObserver(fastTank), recurrent)
  const random = randomSource(3)
  const parameters = policy.draw(random).map((value) => value + 0.3 * random.normal())
  return createAdvisor(closeLoop(compilePlant(fastTank), policy.controller), parameters)
}
