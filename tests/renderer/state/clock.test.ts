import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClock, type Reel, speeds } from '../../../renderer/state/clock.ts'

/** A double of the browser's frames: they come when the test says so. */
function framesByHand() {
  let waiting: ((time: number) => void) | undefined
  let time = 0
  return {
    request: (callback: (time: number) => void) => {
      waiting = callback
    },
    /** One frame, `after` ms after the last. */
    pass(after = 16) {
      time += after
      const callback = waiting
      waiting = undefined
      callback?.(time)
    },
    waiting: () => waiting !== undefined,
  }
}

const reel: Reel = { scans: 241, secondsPerScan: 5, marks: [12.5, 60, 60.2, 200] }

function clockWith(some: Partial<Reel> = {}) {
  const frames = framesByHand()
  const clock = createClock(frames.request)
  clock.load({ ...reel, ...some })
  return { frames, clock }
}

test('a film plays as fast as the speed says, whatever the frames', () => {
  for (const frame of [7, 16, 100]) {
    const { frames, clock } = clockWith()
    clock.setSpeed(20)
    clock.play()
    frames.pass(1000)
    for (let passed = 0; passed < 700; passed += frame) frames.pass(frame)
    const passed = Math.ceil(700 / frame) * frame
    assert.ok(Math.abs(clock.now() - (passed * 20) / 1000 / 5) < 1e-9)
  }
})

test('it stops at the last scan, asks for no more frames, and plays again from the start', () => {
  const { frames, clock } = clockWith({ scans: 3 })
  clock.setSpeed(1200)
  clock.play()
  for (let frame = 0; frame < 5; frame++) frames.pass(200)
  assert.equal(clock.now(), 2)
  assert.equal(clock.state.getState().playing, false)
  assert.equal(frames.waiting(), false)
  clock.play()
  frames.pass()
  assert.equal(clock.now(), 0)
})

test('a window that was hidden goes on where it was', () => {
  const { frames, clock } = clockWith()
  clock.setSpeed(60)
  clock.play()
  frames.pass()
  frames.pass(3_600_000)
  assert.equal(clock.now(), 3)
})

test('many moves within a frame are told once, with the last', () => {
  const { frames, clock } = clockWith()
  frames.pass()
  const told: number[] = []
  const stop = clock.follow((scan) => told.push(scan))
  for (let scan = 0; scan <= 100; scan++) clock.moveTo(scan)
  frames.pass()
  frames.pass()
  assert.deepEqual(told, [0, 100])
  stop()
  clock.moveTo(5)
  frames.pass()
  assert.deepEqual(told, [0, 100])
})

test('a step ends on a neighbouring scan inside the film and pauses it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 239.9, noNaN: true }),
      fc.constantFrom(1 as const, -1 as const),
      (from, by) => {
        const { clock } = clockWith()
        clock.moveTo(from)
        clock.play()
        clock.step(by)
        assert.equal(clock.state.getState().playing, false)
        const moved = (clock.now() - from) * by
        assert.ok(Number.isInteger(clock.now()) && clock.now() >= 0 && clock.now() <= 240)
        assert.ok(moved <= 1 + 1e-5)
        assert.ok(moved > 0 || clock.now() === 0 || clock.now() === 240)
      },
    ),
  )
})

test('jumps visit every mark in order, there and back, and stay at the ends', () => {
  const { clock } = clockWith()
  const visited = (by: 1 | -1) =>
    Array.from({ length: 5 }, () => {
      clock.jump(by)
      return clock.now()
    })
  assert.deepEqual(visited(1), [12.5, 60, 60.2, 200, 200])
  assert.deepEqual(visited(-1), [60.2, 60, 12.5, 12.5, 12.5])
})

test('another film is rewound, and what follows is told so even where it stood at the start', () => {
  const { frames, clock } = clockWith()
  frames.pass()
  let told = 0
  clock.follow(() => told++)
  clock.load({ ...reel, scans: 10 })
  frames.pass()
  assert.equal(told, 2)
  clock.moveTo(50)
  assert.equal(clock.now(), 9)
})

test('speeds go up and down one by one and stay at the ends', () => {
  const { clock } = clockWith()
  for (let count = 0; count < speeds.length + 1; count++) clock.shift(-1)
  assert.equal(clock.state.getState().speed, speeds[0])
  for (let count = 0; count < speeds.length + 1; count++) clock.shift(1)
  assert.equal(clock.state.getState().speed, speeds.at(-1))
})
