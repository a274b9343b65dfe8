import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseline } from '../../../core/dream/controller.ts'
import type { Recording } from '../../../core/dream/recording.ts'
import { constant } from '../../../core/graph/leaf.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import type { Commands } from '../../../core/plant/served/commanded.ts'
import { drawGap } from '../../../core/plant/served/draw-gap.ts'
import { gappedPlant } from '../../../core/plant/served/gapped-plant.ts'
import { createLivePlant, type LivePlant, type LiveScan } from '../../../core/plant/served/live-plant.ts'
import { recordPlant } from '../../../core/plant/served/record-plant.ts'
import { nominalDay, pinnedScenario } from '../../../core/scenario/sample.ts'
import { bundledLine } from './bundled-line.ts'

const line = bundledLine('three-tank')
const plain = compilePlant(line)
const scans = 60

async function run(count: number, each: (plant: LivePlant, scan: number) => Commands | undefined, plant = plain) {
  const live = await createLivePlant(plant, { seed: 3 })
  const seen: LiveScan[] = []
  for (let scan = 0; scan < count; scan++) seen.push(await live.scan(each(live, scan)))
  await live.release()
  return seen
}

function assertSame(seen: readonly LiveScan[], recording: Recording | undefined) {
  seen.forEach(({ readings, controls, setpoints }, scan) => {
    const rows = [readings, controls, setpoints].map((row) => [...row])
    const expected = [recording?.readings[scan], recording?.controls[scan], recording?.setpoints[scan]]
    rows.flat().forEach((value, row) => {
      const other = expected.flatMap((each) => [...(each ?? [])])[row] as number
      assert.ok(Math.abs(value - other) < 1e-5, `${value} is not ${other} at scan ${scan}`)
    })
  })
}

test('without commands, or with zeros, it is the dream of the baseline, gap or none, faults or none', async () => {
  const gapped = gappedPlant(line, await drawGap(line, 2))
  const zeros = { trim: line.controls.map(() => 0), correction: line.signals.map(() => 0) }
  for (const plant of [plain, gapped]) {
    const scenario = pinnedScenario(line, plant.layout, 'the bad night')
    const [recording] = await recordPlant(plant, baseline, [scenario], { seed: 3 })
    const played = await run(
      scans * 3,
      (live, scan) => {
        if (scan === 0) live.happenings.play(scenario, 0)
        return scan % 2 === 0 ? undefined : zeros
      },
      plant,
    )
    assertSame(played, recording)
  }
})

test('trims and corrections do what those of a policy do', async () => {
  const [trim, correction] = [
    [0.05, -0.03],
    [0.01, 0, 0],
  ]
  const policy = {
    ...baseline,
    decide: () => ({ trim: constant(trim, 2, 1), correction: constant(correction, 3, 1), memory: {} }),
  }
  const [recording] = await recordPlant(plain, policy, [nominalDay(line, plain.layout, 'day', [])], { seed: 3 })
  assertSame(await run(scans, () => ({ trim, correction })), recording)
})

test('a request takes the place of one loop, and the loop takes over again without a bump', async () => {
  const seen = await run(40, (_, scan) => (scan >= 5 && scan < 25 ? { request: [0.3, Number.NaN] } : undefined))
  const asked = seen.slice(5, 25).map(({ controls }) => controls[0] as number)
  assert.ok(asked.every((value) => Math.abs(value - 0.3) < 1e-6))
  const bump = Math.abs((seen[25]?.controls[0] as number) - 0.3)
  assert.ok(bump < 0.03, `${bump} of the range`)
})

test('failures begin and end at will, and set points are as they are set', async () => {
  const seen = await run(30, (live, scan) => {
    if (scan === 5) live.happenings.begin('LT-101 dropout', live.time)
    if (scan === 10) live.happenings.end('LT-101 dropout', live.time)
    if (scan === 15) live.happenings.set('LC-102', 0.16)
    return undefined
  })
  const lost = seen.map((each, scan) => (each.lost[0] ? scan : -1)).filter((scan) => scan >= 0)
  assert.ok(lost.length > 0 && lost.every((scan) => scan >= 5 && scan <= 10), lost.join())
  assert.ok(lost.every((scan) => seen[scan]?.readings[0] === 0))
  assert.ok(Math.abs((seen[20]?.setpoints[1] as number) - 0.16) < 1e-6)
  assert.ok((seen[15]?.controls[1] as number) > (seen[14]?.controls[1] as number) + 0.03)
})

test('what the line does not have is refused', async () => {
  const live = await createLivePlant(plain, { seed: 1 })
  assert.throws(() => live.happenings.begin('T-909 leak', 0), RangeError)
  assert.throws(() => live.happenings.set('LSH-101', 0.1), RangeError)
  assert.throws(() => live.happenings.set('LC-101', Number.NaN), RangeError)
  await live.release()
})
