import { createStore, type StoreApi } from 'zustand/vanilla'

/** How fast a film may run, times real time. */
export const speeds = [1, 5, 20, 60, 300, 1200] as const

/** How long a film is, and where something happens in it. */
export interface Reel {
  readonly scans: number
  readonly secondsPerScan: number
  /** Scans at which something happens, in order; fractions lie between two scans. */
  readonly marks: readonly number[]
}

/** What seldom changes about a clock. The moment is not in here: it changes with every frame. */
interface ClockState extends Reel {
  readonly playing: boolean
  /** Times real time. */
  readonly speed: number
}

/** One clock for everything that shows a film. It runs outside React and allocates nothing while it plays. */
export interface Clock {
  readonly state: StoreApi<ClockState>
  /** The scan that is shown; fractions lie between two scans. */
  now(): number
  /** Tells the moment now, and then once in every frame in which it has moved. Gives what ends that. */
  follow(listener: (scan: number) => void): () => void
  /** Takes another film and rewinds it. */
  load(reel: Reel): void
  play(): void
  pause(): void
  setSpeed(speed: number): void
  /** To the next speed up or down. */
  shift(by: 1 | -1): void
  moveTo(scan: number): void
  /** Pauses, and goes to a neighbouring whole scan. */
  step(by: 1 | -1): void
  /** Pauses, and goes to the nearest mark before or after the moment; stays where there is none. */
  jump(by: 1 | -1): void
}

/** The browser's `requestAnimationFrame`, or what stands for it. */
type RequestFrame = (callback: (time: number) => void) => unknown

/** A window that was hidden goes on where it was instead of leaping, ms. */
const longestFrame = 250
/** Closer than this, in scans, is the same moment. */
const same = 1e-6

export function createClock(requestFrame: RequestFrame): Clock {
  const state = createStore<ClockState>(() => ({
    scans: 0,
    secondsPerScan: 1,
    marks: [],
    playing: false,
    speed: 20,
  }))
  let now = 0
  let told = Number.NaN
  let last: number | undefined
  let requested = false
  let listeners: readonly ((scan: number) => void)[] = []

  const end = () => Math.max(0, state.getState().scans - 1)

  function wake() {
    if (requested) return
    requested = true
    requestFrame(frame)
  }

  function frame(time: number) {
    requested = false
    const { playing, speed, secondsPerScan } = state.getState()
    if (playing) {
      const elapsed = last === undefined ? 0 : Math.min(time - last, longestFrame)
      last = time
      now = Math.min(now + (elapsed * speed) / (1000 * secondsPerScan), end())
      if (now === end()) pause()
      else wake()
    }
    if (now === told) return
    told = now
    for (let index = 0; index < listeners.length; index++) listeners[index]?.(now)
  }

  function pause() {
    last = undefined
    state.setState({ playing: false })
  }

  function moveTo(scan: number) {
    now = Math.min(Math.max(scan, 0), end())
    wake()
  }

  return {
    state,
    now: () => now,
    follow(listener) {
      listeners = [...listeners, listener]
      listener(now)
      return () => {
        listeners = listeners.filter((other) => other !== listener)
      }
    },
    load(reel) {
      pause()
      state.setState(reel)
      told = Number.NaN
      moveTo(0)
    },
    play() {
      if (end() === 0) return
      if (now === end()) moveTo(0)
      state.setState({ playing: true })
      wake()
    },
    pause,
    setSpeed: (speed) => state.setState({ speed }),
    shift(by) {
      const { speed } = state.getState()
      const next = by > 0 ? speeds.find((other) => other > speed) : speeds.findLast((other) => other < speed)
      if (next !== undefined) state.setState({ speed: next })
    },
    moveTo,
    step(by) {
      pause()
      moveTo(by > 0 ? Math.floor(now + same) + 1 : Math.ceil(now - same) - 1)
    },
    jump(by) {
      pause()
      const { marks } = state.getState()
      const mark = by > 0 ? marks.find((at) => at > now + same) : marks.findLast((at) => at < now - same)
      if (mark !== undefined) moveTo(mark)
    },
  }
}
