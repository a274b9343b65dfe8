import { gzipSync, zstdCompressSync } from 'node:zlib'

/** What a column of a Parquet file holds; null where it holds nothing. */
export type ParquetColumn =
  | { readonly name: string; readonly kind: 'double'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] }
  /** Milliseconds since 1970, of UTC or of a clock on the wall. */
  | { readonly name: string; readonly kind: 'utc' | 'local'; readonly values: readonly (number | null)[] }

const codecs = { none: 0, gzip: 2, zstd: 6 }

/** A Parquet file of optional columns with one page each, in row groups of `groupRows` (thrift compact protocol, plain encoding). */
export function parquetFile(columns: readonly ParquetColumn[], groupRows: number, codec: keyof typeof codecs): Buffer {
  const total = columns[0]?.values.length ?? 0
  const parts: Uint8Array[] = [Buffer.from('PAR1')]
  let offset = 4
  const groups: Buffer[] = []
  for (let from = 0; from < total; from += groupRows) {
    const rows = Math.min(groupRows, total - from)
    const chunks = columns.map((column) => {
      const page = pageOf({ ...column, values: column.values.slice(from, from + rows) } as ParquetColumn)
      const packed = codec === 'none' ? page : codec === 'gzip' ? gzipSync(page) : zstdCompressSync(page)
      const dataHeader = struct([1, i32(rows)], [2, i32(0)], [3, i32(3)], [4, i32(3)])
      const header = struct([1, i32(0)], [2, i32(page.length)], [3, i32(packed.length)], [5, dataHeader]).bytes
      const size = header.length + packed.length
      const metadata = struct(
        [1, i32(typeOf(column))],
        [2, list(5, [zigzag(0)])],
        [3, list(8, [text(column.name).bytes])],
        [4, i32(codecs[codec])],
        [5, i64(rows)],
        [6, i64(header.length + page.length)],
        [7, i64(size)],
        [9, i64(offset)],
      )
      const chunk = struct([2, i64(offset)], [3, metadata]).bytes
      parts.push(header, packed)
      offset += size
      return chunk
    })
    groups.push(struct([1, list(12, chunks)], [2, i64(0)], [3, i64(rows)]).bytes)
  }
  const root = struct([4, text('schema')], [5, i32(columns.length)]).bytes
  const footer = struct(
    [1, i32(1)],
    [2, list(12, [root, ...columns.map(schemaOf)])],
    [3, i64(total)],
    [4, list(12, groups)],
  ).bytes
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([...parts, footer, length, Buffer.from('PAR1')])
}

const typeOf = ({ kind }: ParquetColumn) => ({ double: 5, text: 6, utc: 2, local: 2 })[kind]

function schemaOf(column: ParquetColumn): Buffer {
  const { name, kind } = column
  const logical: Field[] = []
  if (kind === 'text') logical.push([6, i32(0)], [10, struct([1, struct()])])
  if (kind === 'utc' || kind === 'local') {
    const unit = struct([1, struct()])
    logical.push([10, struct([8, struct([1, { type: kind === 'utc' ? 1 : 2, bytes: Buffer.alloc(0) }], [2, unit])])])
  }
  return struct([1, i32(typeOf(column))], [3, i32(1)], [4, text(name)], ...logical).bytes
}

function pageOf({ kind, values }: ParquetColumn): Buffer {
  const bits = Buffer.alloc(Math.ceil(values.length / 8))
  values.forEach((value, row) => {
    if (value !== null) bits[row >> 3]! |= 1 << (row & 7)
  })
  const levels = Buffer.concat([varint((BigInt(bits.length) << 1n) | 1n), bits])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(levels.length)
  const written = values.flatMap((value) => {
    if (value === null) return []
    if (typeof value === 'string') {
      const bytes = Buffer.from(value)
      const size = Buffer.alloc(4)
      size.writeUInt32LE(bytes.length)
      return [size, bytes]
    }
    const bytes = Buffer.alloc(8)
    if (kind === 'double') bytes.writeDoubleLE(value)
    else bytes.writeBigInt64LE(BigInt(value))
    return [bytes]
  })
  return Buffer.concat([length, levels, ...written])
}

interface Thrift {
  readonly type: number
  readonly bytes: Buffer
}

type Field = readonly [id: number, value: Thrift]

function struct(...fields: readonly Field[]): Thrift {
  const bytes = fields.flatMap(([id, { type, bytes }], index) => {
    const before = fields[index - 1]?.[0] ?? 0
    return [Buffer.from([((id - before) << 4) | type]), bytes]
  })
  return { type: 12, bytes: Buffer.concat([...bytes, Buffer.from([0])]) }
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Buffer.from([...bytes, Number(rest)])
}

const zigzag = (value: number) => varint(BigInt(value) << 1n)

const i32 = (value: number): Thrift => ({ type: 5, bytes: zigzag(value) })

const i64 = (value: number): Thrift => ({ type: 6, bytes: zigzag(value) })

const text = (value: string): Thrift => {
  const bytes = Buffer.from(value)
  return { type: 8, bytes: Buffer.concat([varint(BigInt(bytes.length)), bytes]) }
}

const list = (type: number, items: readonly Buffer[]): Thrift => {
  const header =
    items.length < 15
      ? [Buffer.from([(items.length << 4) | type])]
      : [Buffer.from([0xf0 | type]), varint(BigInt(items.length))]
  return { type: 9, bytes: Buffer.concat([...header, ...items]) }
}
