import { compile } from '../graph/session.ts'
import type { Seconds } from '../line/dimension.ts'
import { writeCourses } from '../scenario/course.ts'
import type { RandomSource } from '../scenario/random.ts'
import { nominalDay } from '../scenario/sample.ts'
import type { ClosedLoop } from './closed-loop.ts'
import { lanesOf } from './lanes.ts'
import { offsetOf } from './layout.ts'
import { noisePool } from './noise.ts'
import { callLength, unroll } from './segment.ts'
import { onlooking, only, settledStart, untallied } from './start.ts'

/**
 * States in which a loop stands all along ordinary days of so many seconds, at nominal set points, under the line's own loops
 * while the controller only looks on: `count` columns of [layout rows], evenly spread over the days and in random order, with
 * nothing tallied yet.
 */
export async function statesAlong(
  loop: ClosedLoop,
  day: Seconds,
  count: number,
  random: RandomSource,
): Promise<readonly Float32Array[]> {
  const { line, plant, layout } = loop
  const scans = Math.round(day / line.scan)
  const length = callLength(scans)
  const segment = unroll(onlooking(loop), length, count, { noise: true })
  const program = await compile({ end: segment.end }, { device: 'cpu' })
  const [normal, uniform] = [noisePool('normal'), noisePool('uniform')]
  const order = Array.from({ length: count }, (_, place) => ({ place, luck: random.next() })).sort(
    (a, b) => a.luck - b.luck,
  )
  const courses = writeCourses(line, loop.course, [nominalDay(line, plant.layout, '', [])], count)
  const settled = await settledStart(loop)
  const states = Array<Float32Array>(count).fill(settled)
  const tripped = offsetOf(layout, 'tally tripped') * count
  try {
    let state = lanesOf([settled], count)
    for (let scan = 0; scan < scans; scan += length) {
      order.forEach(({ place }, lane) => {
        const isDue = Math.floor(((place / count) * scans) / length) * length === scan
        if (isDue && state[tripped + lane] === 0) states[lane] = untallied(layout, columnOf(state, count, lane))
      })
      const feeds = {
        state,
        courses,
        time: Float32Array.of(scan * line.scan),
        noise: normal.take(length * loop.noiseRows * count, random),
        chance: uniform.take(length * loop.stepsPerScan * plant.layout.chances * count, random),
        parameters: new Float32Array(loop.controller.parameters),
      }
      state = (await program.run(only(feeds, program.inputs))).end as Float32Array<ArrayBuffer>
    }
  } finally {
    await program.release()
  }
  return states
}

const columnOf = (values: Float32Array, lanes: number, lane: number) =>
  Float32Array.from({ length: values.length / lanes }, (_, row) => values[row * lanes + lane] as number)
