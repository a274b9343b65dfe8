import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openReplay, type Replay } from '../../core/replay/replay.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { openStudy } from '../../core/study/study.ts'
import { bundledLine } from '../line/stepper.ts'
import { scattered } from '../replay/sequences.ts'
import { type Figure, shortest } from './figure.ts'

const line = bundledLine('three-tank')
const million = 1_000_000
const sequenceLength = 500
/** Sequences appended at once, as a training round does. */
const roundOfSequences = 40

/** A replay of a million experiences of the three tanks: how soon it is filled, searched, drawn from and opened again. */
export async function retrieval(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  const study = openStudy(directory, { create: true })
  try {
    const hash = study.saveLine(line.name, 'three tanks')
    const replay = await openReplay(line, hash, study, { limit: million })
    const filling = await fill(replay)
    const size = statSync(join(directory, 'study.db')).size
    const evicting = await appendRound(replay, 0)
    const random = randomSource(1)
    const probes = scattered(line, 40, -1).experiences
    const searches: number[] = []
    for (const probe of probes.slice(0, 25)) searches.push(await timed(() => replay.similar(probe, 8)))
    searches.sort((a, b) => a - b)
    const drawing = await shortest(5, async () => replay.draw({ windows: 256, scans: 16 }, random))
    const opening = await shortest(2, () => openReplay(line, hash, study, { limit: million }))
    const checking = await shortest(2, async () => openStudy(directory).close())
    const unit = 'ms'
    return [
      {
        what: 'appended to a replay, best round',
        value: filling.rate,
        unit: 'experiences/s',
        target: { least: 100_000 },
      },
      { what: 'longest block of a round, median', value: filling.longest, unit },
      { what: 'appended to a full replay', value: evicting.rate, unit: 'experiences/s' },
      { what: 'longest block of a full replay', value: evicting.longest, unit },
      { what: 'a million experiences', value: size / 1e6, unit: 'MB' },
      { what: '8 most similar of a million, best', value: searches[0] as number, unit, target: { most: 50 } },
      { what: '8 most similar of a million, median', value: searches[20] as number, unit },
      { what: 'batch of 256 windows of 16 scans', value: 1000 * drawing, unit },
      { what: 'opening a replay of a million', value: 1000 * opening, unit },
      { what: 'opening and checking its study', value: 1000 * checking, unit },
    ]
  } finally {
    study.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function fill(replay: Replay): Promise<{ rate: number; longest: number }> {
  const rounds: { rate: number; longest: number }[] = []
  for (let kept = 0; kept < million; kept += roundOfSequences * sequenceLength) {
    rounds.push(await appendRound(replay, kept))
  }
  return {
    rate: Math.max(...rounds.map(({ rate }) => rate)),
    longest: rounds.map(({ longest }) => longest).sort((a, b) => a - b)[rounds.length >> 1] as number,
  }
}

/** Experiences a second, and how long others waited for a word at most, ms. */
async function appendRound(replay: Replay, seed: number): Promise<{ rate: number; longest: number }> {
  const made = Array.from({ length: roundOfSequences }, (_, index) => scattered(line, sequenceLength, seed + index))
  const from = performance.now()
  let last = from
  let longest = 0
  let end = 0
  const appending = replay.append(made).then(() => {
    end = performance.now()
  })
  while (end === 0) {
    await Promise.race([setImmediate(), appending])
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }
  return { rate: (roundOfSequences * sequenceLength) / ((end - from) / 1000), longest }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}
