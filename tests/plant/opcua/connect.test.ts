import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { outputsOf } from '../../../core/plant/session/output.ts'
import type { PlantSide } from '../../../core/plant/session/plant-side.ts'
import { fastTank, setUpBench } from './fast-tank.ts'
import { userCertificate } from './stock-client.ts'

const bench = await setUpBench()
after(() => bench[Symbol.asyncDispose]())

const outputs = outputsOf(fastTank)

/** Looks until the tank's level is as wanted; gives the last look after two seconds. */
async function lookFor(side: PlantSide, quality: string) {
  for (let looks = 0; ; looks++) {
    const [level] = (await side.take()).signals
    if (level?.quality === quality || looks === 40) return level
    await pause(50)
  }
}

test('a server is refused until the engineer trusts the certificate that it shows', async () => {
  const command = new RegExp(
    `not trusted: ${bench.plant.thumbprint}.*dreamline plant trust LINE ${bench.plant.thumbprint}`,
  )
  await assert.rejects(bench.connect(), command)
  assert.ok(existsSync(join(bench.folder, 'pki', 'own', 'private')), 'an own key was made on first use')
  await bench.trust()
  await using side = await bench.connect()
  assert.equal((await lookFor(side, 'good'))?.quality, 'good')
})

test('a wrong password is turned away, and what it was is not told', async () => {
  await assert.rejects(bench.connect({ password: async () => 'babbage' }), (error: Error) => {
    assert.match(error.message, /does not open a session.*Check the user and the password/)
    assert.doesNotMatch(error.message, /babbage/)
    return true
  })
})

test('a user may sign in with a certificate and key of their own', async () => {
  const withCertificate = (text: string) => text.replace('user: ada', 'user certificate: yes')
  await assert.rejects(bench.connect({}, withCertificate), /certificate to sign in with is not there/)
  const { file, privateKey } = await userCertificate(join(bench.folder, 'ada'))
  const user = join(bench.folder, 'pki', 'user')
  mkdirSync(user)
  copyFileSync(file, join(user, 'certificate.pem'))
  writeFileSync(join(user, 'key.pem'), privateKey)
  copyFileSync(file, join(bench.folder, 'server', 'users', 'trusted', 'certs', 'ada.pem'))
  // The server looks at its folders once a second.
  await pause(1200)
  await using side = await bench.connect({}, withCertificate)
  assert.equal((await lookFor(side, 'good'))?.quality, 'good')
})

for (const [what, change, words] of [
  ['node that is not there', ['node: s=LT-1,', 'node: s=LT-9,'], /no node for LT-1.*s=LT-9/],
  ['namespace that is not there', ['node: s=LT-1,', 'node: nsu=urn:other;s=LT-1,'], /no namespace urn:other/],
  ['text where a number is needed', ['node: s=LT-1,', 'node: s=policy.status,'], /LT-1 is of the type String/],
  [
    'other unit than the server says',
    ['unit: cm, corr', 'unit: mm, corr'],
    /LT-1 is in cm at the server and in mm in the file/,
  ],
  ['node that may not be written', ['trim: s=SC-1.trim', 'trim: s=scan'], /SC-1.trim is of the type UInt32/],
  ['measurement to write to', ['heartbeat: s=policy.heartbeat', 'heartbeat: s=scan'], /heartbeat may not be written/],
  [
    'policy without a node for its trims',
    [', trim: s=SC-1.trim', ''],
    /policy writes SC-1.trim. Write its node as `trim:` of SC-1/,
  ],
  [
    'security that the server does not offer',
    ['stale: 20', 'security policy: Aes256_Sha256_RsaPss'],
    /does not offer Aes256_Sha256_RsaPss with SignAndEncrypt. It offers .*Basic256Sha256 Sign/,
  ],
  ['server that does not answer', [/127.0.0.1:\d+/, '127.0.0.1:1'], /cannot be reached/],
] as const) {
  test(`a connection is refused for a ${what}`, () =>
    assert.rejects(
      bench.connect({ outputs }, (text) => text.replace(change[0], change[1])),
      words,
    ))
}

test('a node that lies about its type is an error', async () => {
  bench.plant.disguise('LT-1', 'text')
  try {
    await pause(100)
    await assert.rejects(bench.connect(), /LT-1 (is of the type|says that it is of the type)/)
  } finally {
    bench.plant.disguise('LT-1')
    await pause(100)
  }
})

for (const access of ['subscribe', 'poll']) {
  test(`values are known for what they are (${access})`, async () => {
    await using side = await bench.connect({}, (text) => text.replace('stale: 20', `stale: 4\naccess: ${access}`))
    const level = await lookFor(side, 'good')
    assert.ok(Math.abs((level?.value ?? 0) - 0.3) < 0.02, `${level?.value} m`)
    const { setpoints, controls } = await side.take()
    assert.ok(Math.abs(setpoints[0]!.value - 0.3) < 1e-9)
    assert.ok(controls[0]!.value > 0.2 && controls[0]!.value < 0.8)
    for (const [disguise, quality, said] of [
      ['bad', 'bad', /^Bad/],
      ['uncertain', 'uncertain', /^Uncertain/],
      ['text', 'bad', /gives String for Double/],
      ['not a number', 'not a number', /^$/],
    ] as const) {
      bench.plant.disguise('LT-1', disguise)
      const seen = await lookFor(side, quality)
      assert.equal(seen?.quality, quality, disguise)
      assert.match(seen?.said ?? '', said)
      bench.plant.disguise('LT-1')
      assert.equal((await lookFor(side, 'good'))?.quality, 'good')
    }
    bench.plant.freeze(true)
    assert.equal((await lookFor(side, 'stale'))?.quality, 'stale')
    bench.plant.freeze(false)
    assert.equal((await lookFor(side, 'good'))?.quality, 'good')
  })
}

test('what is written is read back, in SI on both sides', async () => {
  await using side = await bench.connect({ outputs })
  const [correction, trim] = outputs.map(({ name }) => name)
  const writes = [
    { to: correction!, value: -0.02 },
    { to: trim!, value: 0.1 },
    { to: 'heartbeat', value: 7 },
  ]
  assert.deepEqual(side.describe(writes[0]!), { node: 's=LT-1.correction', value: -2, unit: 'cm' })
  assert.deepEqual(await side.write(writes), ['Good', 'Good', 'Good'])
  const { outputs: held, ...others } = await side.readBack()
  assert.ok(Math.abs(held[0]! + 0.02) < 1e-9 && Math.abs(held[1]! - 0.1) < 1e-9)
  assert.deepEqual(others, { enable: false, heartbeat: 7 })
  await side.write(writes.map(({ to }) => ({ to, value: 0 })))
})

test('a connection says that it is lost, and another certificate is refused', async () => {
  const old = bench.plant.thumbprint
  await using side = await bench.connect()
  await bench.plant.renewCertificate()
  assert.match(await side.lost, /connection|session/)
  await assert.rejects(bench.connect(), new RegExp(`another certificate.*${bench.plant.thumbprint}, before ${old}`))
  await bench.trust()
  await using again = await bench.connect()
  assert.equal((await lookFor(again, 'good'))?.quality, 'good')
})
