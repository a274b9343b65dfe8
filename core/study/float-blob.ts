/** Bytes of `[values]` 32-bit floats, IEEE 754 little-endian whatever the machine; always a copy. */
export function toBlob(floats: Float32Array): Buffer {
  const bytes = Buffer.alloc(floats.length * 4)
  floats.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4)
  })
  return bytes
}

/** The `[values]` floats that `toBlob` wrote, as a copy. Throws RangeError when the bytes are no whole number of floats. */
export function fromBlob(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  if (bytes.length % 4 !== 0) throw new RangeError(`${bytes.length} bytes are no whole number of 32-bit floats`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true))
}
