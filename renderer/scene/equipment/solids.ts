import { BoxGeometry, type BufferGeometry, CylinderGeometry } from 'three'

/** A box with the middle of its bottom at x, y, z. */
export const block = (width: number, height: number, depth: number, x = 0, y = 0, z = 0): BufferGeometry =>
  new BoxGeometry(width, height, depth).translate(x, y + height / 2, z)

const round = 20

/** An upright cylinder with the middle of its bottom at x, y, z; `top` is its radius above. */
export const drum = (radius: number, height: number, x = 0, y = 0, z = 0, top = radius): BufferGeometry =>
  new CylinderGeometry(top, radius, height, round).translate(x, y + height / 2, z)

/** A cylinder along x around its middle; `end` is its radius towards x. */
export const rodX = (radius: number, length: number, x = 0, y = 0, z = 0, end = radius): BufferGeometry =>
  new CylinderGeometry(end, radius, length, round).rotateZ(-Math.PI / 2).translate(x, y, z)

/** A cylinder along z around its middle. */
export const rodZ = (radius: number, length: number, x = 0, y = 0, z = 0): BufferGeometry =>
  new CylinderGeometry(radius, radius, length, round).rotateX(Math.PI / 2).translate(x, y, z)
