import { seconds } from '../../line/dimension.ts'
import type { Line } from '../../line/line.ts'
import { type CourseLayout, setpointLoops, writeCourses } from '../../scenario/course.ts'
import { declaredFailure } from '../../scenario/sample.ts'
import { type Change, type Fault, faultOf, type Scenario } from '../../scenario/scenario.ts'

/** What goes on around a live plant: faults, changes and set points, which come and go while it runs. */
export interface Happenings {
  /** [course rows], for `momentOf`. */
  readonly course: Float32Array
  /** Set point of each loop that has one, SI. */
  readonly setpoints: readonly number[]
  /** All of a scenario, from `now` on. */
  play(scenario: Pick<Scenario, 'faults' | 'changes'>, now: number): void
  /** Begins a failure at the given severity or at its worst. Throws a `RangeError` for one that the line does not declare. */
  begin(failure: string, now: number, severity?: number): void
  /** Throws a `RangeError` for a failure that the line does not declare. */
  end(failure: string, now: number): void
  /** Throws a `RangeError` for a loop without a set point, or a value that is no number. */
  set(loop: string, value: number): void
}

export function happeningsOn(line: Line, layout: CourseLayout): Happenings {
  const loops = setpointLoops(line)
  const faults = new Map<string, Fault>()
  const changes = new Map<string, Change>()
  const setpoints = loops.map(({ setpoint }) => setpoint)
  const factors = Array.from({ length: layout.factors }, () => 1)
  const written = () => {
    const day = { name: 'live', faults: [...faults.values()], changes: [...changes.values()], factors, likelihood: 0 }
    const wanted = layout.setpoints.map((loop, index) => ({ ...loop, setpoint: setpoints[index] as number }))
    return writeCourses(line, { ...layout, setpoints: wanted }, [day], 1)
  }
  let course = written()
  return {
    get course() {
      return course
    },
    get setpoints() {
      return [...setpoints]
    },
    play(scenario, now) {
      for (const fault of scenario.faults) faults.set(fault.failure, { ...fault, onset: seconds(fault.onset + now) })
      for (const change of scenario.changes)
        changes.set(change.disturbance, { ...change, at: seconds(change.at + now) })
      course = written()
    },
    begin(name, now, severity) {
      const failure = declaredFailure(line, name)
      faults.set(name, faultOf(failure, { onset: seconds(now), severity: severity ?? failure.severity[1] }))
      course = written()
    },
    end(name, now) {
      declaredFailure(line, name)
      const fault = faults.get(name)
      if (fault !== undefined) faults.set(name, { ...fault, duration: seconds(Math.max(0, now - fault.onset)) })
      course = written()
    },
    set(tag, value) {
      const row = loops.findIndex((loop) => loop.tag === tag)
      if (row < 0) throw new RangeError(`${line.name} has no loop ${tag} with a set point`)
      if (!Number.isFinite(value)) throw new RangeError(`${value} is no set point of ${tag}`)
      setpoints[row] = value
      for (const { name, target } of line.disturbances) {
        if (target.kind === 'setpoint' && target.loop === tag) changes.delete(name)
      }
      course = written()
    },
  }
}
