import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  ConeGeometry,
  CylinderGeometry,
  LatheGeometry,
  TorusGeometry,
  Vector2,
} from 'three'
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js'
import type { Detail } from './solids.ts'

/** Shapes of moving parts; all parts of one shape are drawn at once. */
export type Shape =
  | 'wall'
  | 'glass'
  | 'liquid'
  | 'rotor'
  | 'wheel'
  | 'rod'
  | 'disc'
  | 'element'
  | 'lamp'
  | 'body'
  | 'bottle'
  | 'arrow'
  | 'arm'

const slim = 0.14

/** Five blades around z, of radius 1. */
function blades({ round }: Detail): BufferGeometry {
  const hub = new CylinderGeometry(0.28, 0.28, 0.3, round).rotateX(Math.PI / 2)
  const one = Array.from({ length: 5 }, (_, index) =>
    new BoxGeometry(0.72, slim, 0.24).translate(0.6, 0.12, 0).rotateZ((index * 2 * Math.PI) / 5),
  )
  return mergeGeometries([hub, ...one])
}

/** A rim with spokes around y, of radius 1. */
function handwheel({ round }: Detail): BufferGeometry {
  const rim = new TorusGeometry(0.9, 0.12, 4, round).rotateX(Math.PI / 2)
  const spokes = [0, 1].map((index) => new BoxGeometry(1.8, 0.1, 0.14).rotateY((index * Math.PI) / 2))
  return mergeGeometries([rim, ...spokes])
}

/** A bottle of height 1 on its foot. */
const bottle = () =>
  new LatheGeometry(
    [
      [0.17, 0],
      [0.17, 0.6],
      [0.06, 0.8],
      [0.06, 1],
      [0, 1],
    ].map(([x, y]) => new Vector2(x, y)),
    8,
  )

/** Unit geometry of each shape. Upright shapes stand on their foot; `rod`, `element` and `arrow` lie along x. */
export const shapes: Readonly<Record<Shape, (detail: Detail) => BufferGeometry>> = {
  wall: ({ round }) => new CylinderGeometry(1, 1, 1, Math.round(round * 1.5), 1, true).translate(0, 0.5, 0),
  glass: ({ round }) => new CylinderGeometry(1, 1, 1, Math.round(round * 1.5), 1, true).translate(0, 0.5, 0),
  liquid: ({ round }) => new CylinderGeometry(1, 1, 1, Math.round(round * 1.5)).translate(0, 0.5, 0),
  rotor: blades,
  wheel: handwheel,
  rod: ({ round }) => new CylinderGeometry(1, 1, 1, round).rotateZ(-Math.PI / 2),
  disc: ({ round }) => new CylinderGeometry(1, 1, 1, round).translate(0, 0.5, 0),
  element: () => new CapsuleGeometry(1, 14, 4, 8).rotateZ(Math.PI / 2).scale(1 / 16, 1, 1),
  lamp: () => new CylinderGeometry(1, 1, 1, 12).translate(0, 0.5, 0),
  body: () => new BoxGeometry(1, 1, 1).translate(0, 0.5, 0),
  bottle,
  arrow: () => new ConeGeometry(1, 1, 8).rotateZ(-Math.PI / 2),
  arm: () => new BoxGeometry(1, 1, 1).translate(0.5, 0, 0),
}
