import { BoxGeometry, type BufferGeometry, CylinderGeometry, SphereGeometry, TorusGeometry } from 'three'

/** How finely equipment is drawn: a processor that pretends to be a graphics device draws many components coarsely. */
export interface Detail {
  /** Sides of what is round. */
  readonly round: number
  /** Whether small things, edges and glass are drawn. */
  readonly fine: boolean
}

/** A box with the middle of its bottom at x, y, z. */
export const block = (width: number, height: number, depth: number, x = 0, y = 0, z = 0): BufferGeometry =>
  new BoxGeometry(width, height, depth).translate(x, y + height / 2, z)

/** Makes round solids of as many sides as a detail has. */
export class Lathe {
  readonly #round: number

  constructor({ round }: Detail) {
    this.#round = round
  }

  /** An upright cylinder with the middle of its bottom at x, y, z; `top` is its radius above. */
  drum(radius: number, height: number, x = 0, y = 0, z = 0, top = radius): BufferGeometry {
    return new CylinderGeometry(top, radius, height, this.#round).translate(x, y + height / 2, z)
  }

  /** A cylinder along x around its middle; `end` is its radius towards x. */
  rodX(radius: number, length: number, x = 0, y = 0, z = 0, end = radius): BufferGeometry {
    return new CylinderGeometry(end, radius, length, this.#round).rotateZ(-Math.PI / 2).translate(x, y, z)
  }

  /** A tube along x without ends, for what is let into something else. */
  tubeX(radius: number, length: number, x = 0, y = 0, z = 0): BufferGeometry {
    return new CylinderGeometry(radius, radius, length, this.#round, 1, true).rotateZ(-Math.PI / 2).translate(x, y, z)
  }

  /** A cylinder along z around its middle. */
  rodZ(radius: number, length: number, x = 0, y = 0, z = 0): BufferGeometry {
    return new CylinderGeometry(radius, radius, length, this.#round).rotateX(Math.PI / 2).translate(x, y, z)
  }

  /** A flat ring at a height. */
  ring(radius: number, thickness: number, y: number): BufferGeometry {
    return new TorusGeometry(radius, thickness, 4, Math.round(this.#round * 1.5))
      .rotateX(Math.PI / 2)
      .translate(0, y, 0)
  }

  ball(radius: number, y: number): BufferGeometry {
    return new SphereGeometry(radius, this.#round, Math.round(this.#round / 2)).translate(0, y, 0)
  }
}
