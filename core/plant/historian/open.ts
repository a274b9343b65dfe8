import { open } from 'node:fs/promises'
import { openCsv } from './csv.ts'
import { openParquet } from './parquet.ts'
import type { Table } from './table.ts'

const parquetMagic = 'PAR1'

/** Opens an export by what it holds, whatever it is called. Throws `LogError`. */
export async function openTable(file: string, separator?: string): Promise<Table> {
  return (await beginsAsParquet(file)) ? openParquet(file) : openCsv(file, separator)
}

async function beginsAsParquet(file: string): Promise<boolean> {
  try {
    await using handle = await open(file)
    const { buffer } = await handle.read(Buffer.alloc(parquetMagic.length), 0, parquetMagic.length, 0)
    return buffer.toString('latin1') === parquetMagic
  } catch {
    // Whoever reads it says why it cannot be read.
    return false
  }
}
