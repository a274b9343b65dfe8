import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { createInterface } from 'node:readline'

/** What an audit log tells of: a change of mode, a write before it is sent, what the server said to it, a mended file. */
export type AuditEntry =
  | { readonly kind: 'mode'; readonly mode: string; readonly reason: string; readonly by: string }
  | {
      readonly kind: 'write'
      readonly node: string
      readonly value: number | boolean
      readonly previous: number | boolean | null
      readonly unit: string
      readonly by: string
      readonly reason: string
    }
  /** `write` is the number of the line that announced it. */
  | { readonly kind: 'result'; readonly write: number; readonly status: string }
  /** Characters of a line that a crash left unfinished; nothing was written to the plant for it. */
  | { readonly kind: 'mended'; readonly removed: number }

/** An append-only file of JSON Lines, each of which carries the SHA-256 of the line before. */
export interface Audit {
  /** Appends lines and gives their numbers; with `flush` they are on the disk before it returns. Throws what the disk says. */
  append(entries: readonly AuditEntry[], flush?: boolean): readonly number[]
  close(): void
}

/** What came of checking an audit log. */
export interface AuditCheck {
  readonly lines: number
  readonly writes: number
  /** SHA-256 of the last line: noted elsewhere, it shows when lines at the end are missing. */
  readonly last: string
  /** The first line that is not as it was written, counted from 1, and what is wrong with it. */
  readonly broken?: { readonly line: number; readonly problem: string }
}

const nothingBefore = '0'.repeat(64)
const longestTail = 1 << 16

const hashOf = (line: string) => createHash('sha256').update(line).digest('hex')

/** Opens an audit log to go on with it, or begins one. Throws what the disk says. */
export function openAudit(file: string, clock: () => Date = () => new Date()): Audit {
  const { last, unfinished } = mend(file)
  let number = last === undefined ? 0 : numberOf(last)
  let hash = last === undefined ? nothingBefore : hashOf(last)
  const descriptor = openSync(file, 'a', 0o600)
  const append: Audit['append'] = (entries, flush = false) => {
    const lines = entries.map((entry) => {
      number += 1
      const line = JSON.stringify({ number, at: clock().toISOString(), before: hash, ...entry })
      hash = hashOf(line)
      return line
    })
    if (lines.length > 0) writeSync(descriptor, `${lines.join('\n')}\n`)
    if (flush) fsyncSync(descriptor)
    return lines.map((_, index) => number - lines.length + 1 + index)
  }
  if (unfinished > 0) append([{ kind: 'mended', removed: unfinished }], true)
  return { append, close: () => closeSync(descriptor) }
}

/** Cuts off what a crash left unfinished; gives the last whole line, and how many characters were cut off. */
function mend(file: string): { readonly last: string | undefined; readonly unfinished: number } {
  if (!existsSync(file)) return { last: undefined, unfinished: 0 }
  const { size } = statSync(file)
  const tail = Buffer.alloc(Math.min(size, longestTail))
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, tail, 0, tail.length, size - tail.length)
  } finally {
    closeSync(descriptor)
  }
  const end = tail.lastIndexOf('\n') + 1
  const unfinished = tail.length - end
  if (unfinished > 0) truncateSync(file, size - unfinished)
  return {
    last:
      end === 0
        ? undefined
        : tail
            .subarray(0, end - 1)
            .toString()
            .split('\n')
            .at(-1),
    unfinished,
  }
}

/** The number of a line, or that of no line where it is none: `checkAudit` finds what is wrong with it. */
function numberOf(line: string): number {
  try {
    const { number } = JSON.parse(line)
    return Number.isSafeInteger(number) ? number : 0
  } catch {
    return 0
  }
}

/** Reads an audit log and says whether every line is there as it was written. Rejects with what the disk says. */
export async function checkAudit(file: string): Promise<AuditCheck> {
  let lines = 0
  let writes = 0
  let last = nothingBefore
  let broken: AuditCheck['broken']
  let text = ''
  const input = createReadStream(file)
  input.on('data', (chunk) => {
    text = String(chunk).slice(-1)
  })
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines += 1
    const problem = problemWith(line, lines, last)
    if (broken === undefined && problem !== undefined) broken = { line: lines, problem }
    if (/"kind":"write"/.test(line)) writes += 1
    last = hashOf(line)
  }
  if (broken === undefined && lines > 0 && text !== '\n') {
    broken = { line: lines, problem: 'the line is not finished: a crash cut it off' }
  }
  return { lines, writes, last, ...(broken && { broken }) }
}

function problemWith(line: string, number: number, before: string): string | undefined {
  try {
    const entry = JSON.parse(line)
    if (entry.number !== number) return `its number is ${Number(entry.number)}: a line is missing or added`
    if (entry.before !== before) return 'it does not follow the line before it: one of the two was changed'
    return undefined
  } catch {
    return 'it is no JSON'
  }
}
