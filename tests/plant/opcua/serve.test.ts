import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import {
  AttributeIds,
  type ClientSession,
  DataType,
  type DataValue,
  MessageSecurityMode,
  StatusCodes,
  TimestampsToReturn,
} from 'node-opcua'
import { compilePlant } from '../../../core/line/plant.ts'
import { type ServedPlant, type ServeOptions, servePlant } from '../../../core/plant/opcua/serve.ts'
import { bundledLine } from '../served/bundled-line.ts'
import { type Caller, read, temporaryFolder, userCertificate, withSession, write } from './stock-client.ts'

const line = bundledLine('three-tank')
const plant = compilePlant(line)
const folder = temporaryFolder()
const user = { name: 'anna', password: 'seven tanks' }
const known: Caller = { pki: join(folder.path, 'client'), user }

const serve = (options: Partial<ServeOptions> = {}) =>
  servePlant({
    plant,
    seed: 1,
    speed: 'manual',
    pki: join(folder.path, 'server'),
    accept: true,
    users: { [user.name]: user.password },
    ...options,
  })

let served: ServedPlant
before(async () => {
  served = await serve()
})
after(async () => {
  await served.close()
  folder.remove()
})

const inSession = <Result>(work: (session: ClientSession) => Promise<Result>, caller = known) =>
  withSession(served.endpoint, caller, work)

const valueAt = async (session: ClientSession, node: string) => (await read(session, node)).value.value
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-4, `${actual}, not ${expected}`)

/** Enables a policy with these commands and lets it live for a scan. */
async function command(session: ClientSession, commands: Readonly<Record<string, number>>) {
  await write(session, 'policy.enable', false, DataType.Boolean)
  await served.scan()
  for (const [node, value] of Object.entries(commands)) await write(session, node, value)
  await write(session, 'policy.enable', true, DataType.Boolean)
  await served.scan()
  return beat(session)
}

/** One scan with a new heartbeat. */
async function beat(session: ClientSession) {
  const heartbeat = (await valueAt(session, 'policy.heartbeat')) as number
  await write(session, 'policy.heartbeat', heartbeat + 1, DataType.UInt32)
  return served.scan()
}

test('a session that is signed and encrypted reads the scan in the units of the line file', async () => {
  await inSession(async (session) => {
    const from = Date.now()
    const { readings, controls, scan } = await served.scan()
    const level = await read(session, 'LT-101')
    near(level.value.value, 100 * (readings[0] as number))
    assert.equal(level.value.dataType, DataType.Double)
    assert.ok(level.statusCode.isGood())
    assert.ok((level.sourceTimestamp as Date).getTime() >= from)
    near(await valueAt(session, 'SC-101'), 100 * (controls[0] as number))
    near(await valueAt(session, 'LC-101.setpoint'), 31.89)
    assert.equal(await valueAt(session, 'scan'), scan)
    const [, uri] = await session.readNamespaceArray()
    assert.equal(uri, 'urn:dreamline:plant:three-tank')
    const { references } = await session.browse('ns=1;s=LT-101')
    const names = references?.map(({ browseName }) => browseName.name)
    assert.ok(names?.includes('EURange') && names.includes('EngineeringUnits'))
  })
})

test('signed alone will do; neither signed nor encrypted is refused', async () => {
  await inSession(async (session) => near(await valueAt(session, 'LC-102.setpoint'), 14.16), {
    ...known,
    mode: MessageSecurityMode.Sign,
  })
  await assert.rejects(inSession(async () => {}, { ...known, mode: MessageSecurityMode.None }))
})

test('a client that is not known is refused until its certificate is moved to the trusted ones', async () => {
  const stranger = { pki: join(folder.path, 'stranger'), user }
  const pki = join(folder.path, 'strict')
  const strict = await serve({ pki, accept: false })
  try {
    const call = () => withSession(strict.endpoint, stranger, (session) => valueAt(session, 'policy.enable'))
    await assert.rejects(call(), /BadSecurityChecksFailed/)
    const rejected = readdirSync(join(pki, 'rejected'))
    assert.equal(rejected.length, 1)
    for (const file of rejected) renameSync(join(pki, 'rejected', file), join(pki, 'trusted', 'certs', file))
    // The server looks into the folder once a second.
    await pause(1200)
    assert.equal(await call(), false)
  } finally {
    await strict.close()
  }
})

test('after the first client was accepted the next one is refused, as are wrong passwords and nobody', async () => {
  await assert.rejects(inSession(async () => {}, { pki: join(folder.path, 'second'), user }))
  await assert.rejects(inSession(async () => {}, { ...known, user: { ...user, password: 'eight tanks' } }))
  await assert.rejects(inSession(async () => {}, { pki: known.pki }))
})

test('a trim is in force with heartbeats, fades away without, and comes back only after a new enable', async () => {
  await inSession(async (session) => {
    const plain = (await served.scan()).controls[1] as number
    const { controls } = await command(session, { 'SC-102.trim': 10 })
    assert.ok(Math.abs((controls[1] as number) - plain - 0.1) < 0.02)
    assert.equal(await valueAt(session, 'policy.status'), 'in force')
    for (let scan = 0; scan < 5; scan++) await served.scan()
    assert.equal(await valueAt(session, 'policy.status'), 'heartbeat lost')
    const steps: number[] = []
    let last = (await served.scan()).controls[1] as number
    for (let scan = 0; scan < 10; scan++) {
      const next = (await served.scan()).controls[1] as number
      steps.push(Math.abs(next - last))
      last = next
    }
    assert.ok(Math.max(...steps) < 0.03, `${Math.max(...steps)} in one scan`)
    await beat(session)
    assert.equal(await valueAt(session, 'policy.status'), 'heartbeat lost')
    await command(session, {})
    assert.equal(await valueAt(session, 'policy.status'), 'in force')
  })
})

test('a command that is no number, or out of its range, is dropped with all others', async () => {
  await inSession(async (session) => {
    for (const [value, why] of [
      [Number.NaN, 'not a number: SC-101.trim'],
      [31, 'out of range: SC-101.trim'],
    ] as const) {
      await command(session, { 'SC-101.trim': 0 })
      assert.equal(await valueAt(session, 'policy.status'), 'in force')
      await write(session, 'SC-101.trim', value)
      const { controls } = await beat(session)
      assert.ok(Number.isFinite(controls[0]))
      assert.equal(await valueAt(session, 'policy.status'), why)
    }
  })
})

test('a request takes the place of a loop, a correction moves what it sees, and a set point is set', async () => {
  await inSession(async (session) => {
    const { controls } = await command(session, { 'SC-101.request': 40 })
    near(controls[0] as number, 0.4)
    await command(session, { 'LT-102.correction': 2 })
    const corrected = (await beat(session)).controls[1] as number
    await command(session, {})
    assert.ok(corrected < ((await beat(session)).controls[1] as number) - 0.05)
    assert.ok((await write(session, 'LC-102.setpoint', 15)).isGood())
    near((await served.scan()).setpoints[1] as number, 0.15)
    assert.equal(await write(session, 'LC-102.setpoint', 100), StatusCodes.BadOutOfRange)
    assert.equal(await write(session, 'LT-102', 1), StatusCodes.BadNotWritable)
    assert.equal(await write(session, 'SC-101.trim', [1, 2]), StatusCodes.BadTypeMismatch)
    assert.equal(await write(session, 'policy.heartbeat', 1), StatusCodes.BadTypeMismatch)
  })
})

test('a lost signal says so, and a test can have bad quality, a wrong type, or silence', async () => {
  await inSession(async (session) => {
    served.happenings.begin('LT-101 dropout', served.time)
    const { lost } = await served.scan()
    if (lost[0] !== true) await served.scan()
    assert.equal((await read(session, 'LT-101')).statusCode, StatusCodes.BadSensorFailure)
    served.happenings.end('LT-101 dropout', served.time)
    served.disguise('LT-103', 'bad')
    served.disguise('LT-102', 'text')
    await served.scan()
    assert.ok(!(await read(session, 'LT-103')).statusCode.isGood())
    assert.equal((await read(session, 'LT-102')).value.dataType, DataType.String)
    served.disguise('LT-103')
    served.disguise('LT-102')
    await served.scan()
    assert.ok((await read(session, 'LT-103')).statusCode.isGood())
    assert.equal((await read(session, 'LT-102')).value.dataType, DataType.Double)
    const counter = await valueAt(session, 'scan')
    served.freeze(true)
    await served.scan()
    assert.equal(await valueAt(session, 'scan'), counter)
    served.freeze(false)
    await served.scan()
    assert.equal(await valueAt(session, 'scan'), counter + 2)
  })
})

test('after a restart the plant has gone on, and nothing is asked of it; a renewed certificate is another one', async () => {
  await inSession((session) => command(session, { 'SC-101.trim': 5 }))
  const { endpoint, thumbprint, time } = served
  await served.restart()
  assert.equal(served.endpoint, endpoint)
  assert.equal(served.thumbprint, thumbprint)
  await served.scan()
  assert.ok(served.time > time)
  await inSession(async (session) => {
    assert.equal(await valueAt(session, 'policy.enable'), false)
    assert.equal(await valueAt(session, 'SC-101.trim'), 0)
  })
  await served.renewCertificate()
  assert.notEqual(served.thumbprint, thumbprint)
  await inSession(async (session) => assert.equal(await valueAt(session, 'policy.enable'), false))
})

test('a subscription brings each scan', async () => {
  await inSession(async (session) => {
    const before = await served.scan()
    const subscription = await session.createSubscription2({ requestedPublishingInterval: 50, publishingEnabled: true })
    const item = await subscription.monitor(
      { nodeId: 'ns=1;s=LT-101', attributeId: AttributeIds.Value },
      { samplingInterval: 0, queueSize: 20 },
      TimestampsToReturn.Both,
    )
    const seen: number[] = []
    item.on('changed', ({ value }: DataValue) => seen.push(value.value))
    // The first is what is there already; the server reports what changes within 50 ms as one.
    const expected: number[] = [100 * (before.readings[0] as number)]
    for (let scan = 0; scan < 5; scan++) {
      await pause(100)
      expected.push(100 * ((await served.scan()).readings[0] as number))
    }
    for (let wait = 0; wait < 40 && seen.length < expected.length; wait++) await pause(50)
    await subscription.terminate()
    assert.equal(seen.length, expected.length)
    expected.forEach((value, scan) => {
      near(seen[scan] as number, value)
    })
  })
})

test('a user may be known by a certificate that lies among the trusted ones of users', async () => {
  const anna = await userCertificate(join(folder.path, 'anna'))
  const other = await userCertificate(join(folder.path, 'other'))
  copyFileSync(anna.file, join(folder.path, 'server', 'users', 'trusted', 'certs', 'anna.pem'))
  await pause(1200)
  await inSession((session) => valueAt(session, 'scan'), { pki: known.pki, userCertificate: anna })
  await assert.rejects(inSession(async () => {}, { pki: known.pki, userCertificate: other }))
})

test('scans follow each other at the given speed until it is closed', async () => {
  const fast = await serve({ pki: join(folder.path, 'fast'), speed: 100 })
  const from = fast.time
  await pause(500)
  await fast.close()
  const scans = (fast.time - from) / line.scan
  assert.ok(scans >= 2 && scans <= 12, `${scans} scans in half a second`)
  await fast.done
})
