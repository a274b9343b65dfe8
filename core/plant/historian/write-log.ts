import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ScanRow } from './resample.ts'
import type { LineTag } from './tags.ts'

/** Digits kept of a tag's span: more than the single precision of recordings. */
const digits = 7
const chunk = 1_000_000

/** A log in Dreamline's own format that is being written: nothing stands at its place until it is finished. */
export interface LogWriter {
  write(row: ScanRow): void
  finish(): void
  /** Leaves nothing behind. */
  abandon(): void
}

/**
 * Begins a log beside its place, where it goes once it is finished, unless a file is there by then. Times are written less
 * `start`, s. Throws what the disk says.
 */
export function createLog(path: string, tags: readonly LineTag[], start: (first: ScanRow) => number): LogWriter {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.unfinished`)
  const file = openSync(unfinished, 'wx')
  const scales = tags.map(({ low, high }) => 10 ** decimalsOf(high - low))
  let text = `${['t_s', ...tags.map(({ name }) => name)].join(',')}\n`
  let from: number | undefined
  let isOpen = true

  const flush = () => {
    writeSync(file, text)
    text = ''
  }
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  return {
    write(row) {
      from ??= start(row)
      let line = String(rounded(row.time - from, 1e6))
      for (let place = 0; place < scales.length; place++) {
        line += `,${rounded(row.values[place] as number, scales[place] as number)}`
      }
      text += `${line}\n`
      if (text.length > chunk) flush()
    },
    finish() {
      flush()
      fsyncSync(file)
      close()
      if (existsSync(path)) throw new Error(`${path} exists by now`)
      renameSync(unfinished, path)
    },
    abandon() {
      close()
      rmSync(unfinished, { force: true })
    },
  }
}

const rounded = (value: number, scale: number) => Math.round(value * scale) / scale

const decimalsOf = (span: number) => Math.min(15, Math.max(0, Math.ceil(digits - Math.log10(span))))
