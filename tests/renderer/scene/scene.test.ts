import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ChosenFault, FilmEvent } from '../../../core/engine/window/contract.ts'
import { missing, SceneBrowser } from './browser.ts'
import { bundledModel } from './bundled-model.ts'
import { realFilm } from './real-film.ts'
import { syntheticFilm } from './synthetic-film.ts'
import { syntheticLine } from './synthetic-line.ts'

const skip = missing

/** Equipment, neither floor nor label: mid greys. */
const equipment = 'red > 60 && red < 200 && Math.abs(red - green) < 30 && Math.abs(green - blue) < 40'
/** Arrows of a flow. */
const flowing = 'red < 75 && blue > 85 && blue > red + 25'
const alarmRed = 'red > 170 && green < 60 && blue < 60'

const days: Readonly<Record<string, { readonly faults: readonly ChosenFault[]; readonly scan: number }>> = {
  'three-tank': {
    faults: [
      { failure: 'T-101 leak', onset: '5 min', severity: '0.4 cm2' },
      { failure: 'LT-101 bias', onset: '7 min' },
    ],
    scan: 100,
  },
  pasteuriser: {
    faults: [
      { failure: 'E-102 fouled', onset: '2 min', severity: '50 %' },
      { failure: 'TT-102 drift', onset: '3 min', severity: '6 K' },
    ],
    scan: 150,
  },
  bottling: {
    faults: [
      { failure: 'LT-103 stuck', onset: '5 min' },
      { failure: 'M-104 breakdown', onset: '6 min', duration: '20 min' },
    ],
    scan: 150,
  },
  tclab: { faults: [{ failure: 'EH-101 low output', onset: '5 min', severity: '60 %' }], scan: 120 },
}

const leak = (at: number): FilmEvent => ({
  at,
  kind: 'fault begins',
  priority: 1,
  name: 'T-101 leak',
  component: 'T-101',
})

test('the 3D view', { skip, timeout: 180_000 }, async (t) => {
  const browser = await SceneBrowser.start()
  after(() => browser.close())
  const { page } = browser
  const model = bundledModel('three-tank')

  for (const [name, { faults, scan }] of Object.entries(days)) {
    await t.test(`shows a day of ${name}`, async () => {
      const { model, films } = await realFilm(name, faults)
      await browser.open(model, films[0]!, scan)
      assert.ok((await browser.count(equipment)) > 5_000)
      await browser.screenshot(name)
      const tag = films[0]!.events[0]!.component!
      await browser.ask(`scenePage.scene.select('${tag}'); scenePage.scene.setCamera('selected')`)
      await browser.settle()
      await browser.screenshot(`${name}-near`)
    })
  }

  await t.test('shows nothing that moves before there is a film', async () => {
    await browser.call('open', model, {}, 'light')
    await browser.settle()
    const still = await browser.count(flowing)
    await browser.open(model, syntheticFilm(model, 100), 10)
    assert.ok((await browser.count(flowing)) > still + 300)
  })

  await t.test('shows 150 components', async () => {
    const line = syntheticLine(10)
    await browser.open(line, syntheticFilm(line, 100), 20)
    assert.ok((await browser.count(equipment)) > 20_000)
    await browser.screenshot('150-components')
  })

  await t.test('shows a fault from its onset on and no colour before', async () => {
    await browser.open(model, syntheticFilm(model, 100, [leak(250)]), 40)
    assert.equal(await browser.count(alarmRed), 0)
    await browser.ask('scenePage.show(60)')
    await browser.settle()
    assert.ok((await browser.count(alarmRed)) > 500)
  })

  await t.test('is dark in the dark theme, at once', async () => {
    const bright = 'red + green + blue > 600'
    const before = await browser.count(bright)
    await browser.ask(`scenePage.scene.setTheme('dark')`)
    await browser.settle()
    assert.ok((await browser.count(bright)) < before / 20)
    await browser.screenshot('dark')
  })

  await t.test('picks what is clicked, by its body and by its label, and nothing on the floor', async () => {
    await browser.open(model, syntheticFilm(model, 100), 10)
    await browser.ask(`scenePage.scene.select('T-103'); scenePage.scene.setCamera('selected')`)
    await browser.settle()
    await page.mouse.click(640, 400)
    await page.mouse.click(20, 700)
    assert.deepEqual(await browser.ask('scenePage.picked'), ['T-103', undefined])
  })

  await t.test('does not take a drag for a click, and tells where the camera has gone', async () => {
    await browser.ask('scenePage.picked.length = 0; scenePage.poses.length = 0')
    await page.mouse.move(640, 400)
    await page.mouse.down()
    await page.mouse.move(740, 400, { steps: 4 })
    await page.mouse.up()
    await browser.settle()
    assert.deepEqual(await browser.ask('scenePage.picked'), [])
    assert.ok((await browser.ask<number>('scenePage.poses.length')) > 0)
  })

  await t.test('goes where another scene is, without telling so again', async () => {
    // At once, since the swing of the drag before may still be going on.
    await browser.ask(`
      scenePage.poses.length = 0
      scenePage.scene.setCameraPose({position: [0, 5, 9], target: [0, 0, 0]})`)
    await browser.settle()
    assert.equal(await browser.ask('scenePage.poses.length'), 0)
  })

  await t.test('comes back after the graphics device is lost', async () => {
    await browser.open(model, syntheticFilm(model, 100), 10)
    const before = await browser.count(equipment)
    await browser.ask(`
      globalThis.device = document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context')
      device.loseContext()`)
    await browser.settle()
    assert.deepEqual(await browser.ask('scenePage.lost'), ['lost'])
    assert.ok((await browser.count(equipment)) < before / 2)
    await browser.ask('device.restoreContext()')
    await browser.settle()
    assert.deepEqual(await browser.ask('scenePage.lost'), ['lost', 'restored'])
    assert.ok(Math.abs((await browser.count(equipment)) - before) < before / 20)
  })

  await t.test('draws nothing while nothing changes', async () => {
    await browser.settle()
    assert.equal(await browser.ask(`scenePage.drawnWithin(400)`), 0)
  })

  await t.test('leaves nothing behind, however often it is opened', async () => {
    for (let time = 0; time < 20; time++) {
      await browser.call('open', model, {}, 'light')
    }
    await browser.ask('scenePage.close()')
    assert.equal(await browser.ask(`document.querySelector('#host').childElementCount`), 0)
    await browser.open(model, syntheticFilm(model, 100), 10)
    assert.ok((await browser.count(equipment)) > 5_000)
  })

  assert.deepEqual(browser.errors, [])
})

test('the flat view', { skip, timeout: 60_000 }, async (t) => {
  const browser = await SceneBrowser.start({ webgl: false })
  after(() => browser.close())

  await t.test('is there where WebGL is not', async () => {
    assert.equal(await browser.ask('scenePage.canRender3d'), false)
    for (const [name, { faults, scan }] of Object.entries(days)) {
      const { model, films } = await realFilm(name, faults)
      await browser.open(model, films[0]!, scan)
      assert.ok((await browser.count(equipment)) > 3_000)
      await browser.screenshot(`flat-${name}`)
    }
  })

  await t.test('marks a fault and picks what is clicked', async () => {
    const model = bundledModel('three-tank')
    await browser.open(model, syntheticFilm(model, 100, [leak(250)]), 60)
    assert.ok((await browser.count(alarmRed)) > 500)
    await browser.ask(`scenePage.scene.select('T-103'); scenePage.scene.setCamera('selected')`)
    await browser.settle()
    await browser.page.mouse.click(640, 360)
    assert.deepEqual(await browser.ask('scenePage.picked'), ['T-103'])
  })

  assert.deepEqual(browser.errors, [])
})
