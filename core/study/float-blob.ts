import { endianness } from 'node:os'

/** Bytes of `[values]` 32-bit floats, IEEE 754 little-endian whatever the machine; always a copy. */
export function toBlob(floats: Float32Array): Buffer {
  return ordered(Buffer.from(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)))
}

/** The `[values]` floats that `toBlob` wrote, as a copy. Throws RangeError when the bytes are no whole number of floats. */
export function fromBlob(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  if (bytes.length % 4 !== 0) throw new RangeError(`${bytes.length} bytes are no whole number of 32-bit floats`)
  const floats = new Float32Array(bytes.length / 4)
  const copy = Buffer.from(floats.buffer)
  copy.set(bytes)
  ordered(copy)
  return floats
}

/** Between the order of the machine and the order of a blob. */
const ordered = (bytes: Buffer): Buffer => (endianness() === 'LE' ? bytes : bytes.swap32())
