import { closeSync, openSync, writeSync } from 'node:fs'
import type { Line } from '../../line/line.ts'
import { quantityIn } from '../../line/quantity.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { setpointColumn } from '../columns.ts'
import type { Output } from './output.ts'
import { notMapped, type Sample, type Snapshot } from './plant-side.ts'

/** A log in Dreamline's own form: `t_s`, tags and set points, in the units of the line; a row a scan. */
export interface LogWriter {
  /** Rows written so far. */
  readonly rows: number
  /** Rows left out, since a value in them cannot be relied on: whoever reads the log begins anew after such a gap. */
  readonly gaps: number
  /** `advice` in SI, in the order of the outputs. */
  write(time: number, snapshot: Snapshot, advice?: readonly number[]): void
  close(): void
}

interface Column {
  readonly name: string
  readonly unit: string
  readonly of: (snapshot: Snapshot) => Sample | undefined
}

const columnsOf = (line: Line): readonly Column[] => [
  ...line.signals.map(({ tag, unit }, row) => ({ name: tag, unit, of: ({ signals }: Snapshot) => signals[row] })),
  ...setpointLoops(line).map(({ tag, signal }, row) => ({
    name: setpointColumn(tag),
    unit: line.signals.find((each) => each.tag === signal)!.unit,
    of: ({ setpoints }: Snapshot) => setpoints[row],
  })),
  ...line.controls.map(({ tag, unit }, row) => ({ name: tag, unit, of: ({ controls }: Snapshot) => controls[row] })),
]

/**
 * Begins a log of what is mapped; the advice of a policy, if there is one, stands in columns of its outputs' names beside
 * what the plant did, empty where it has none. Throws what the disk says, also where the file is there already.
 */
export function openLog(line: Line, file: string, first: Snapshot, outputs: readonly Output[] = []): LogWriter {
  const columns = columnsOf(line).filter(({ of }) => of(first)?.said !== notMapped)
  const descriptor = openSync(file, 'wx')
  const put = (cells: readonly (string | number)[]) => writeSync(descriptor, `${cells.join(',')}\n`)
  put(['t_s', ...columns.map(({ name }) => cell(name)), ...outputs.map(({ name }) => cell(name))])
  let [rows, gaps] = [0, 0]
  return {
    get rows() {
      return rows
    },
    get gaps() {
      return gaps
    },
    write(time, snapshot, advice) {
      const samples = columns.map(({ of }) => of(snapshot))
      if (samples.some((sample) => sample?.quality !== 'good')) {
        gaps += 1
        return
      }
      const values = samples.map((sample, index) => quantityIn(sample!.value, columns[index]!.unit))
      const advised = outputs.map(({ unit }, index) => (advice ? quantityIn(advice[index]!, unit) : ''))
      put([Number(time.toFixed(3)), ...values, ...advised])
      rows += 1
    },
    close: () => closeSync(descriptor),
  }
}

const cell = (name: string) => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
