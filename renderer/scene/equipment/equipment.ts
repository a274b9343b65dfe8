import type { BufferGeometry, Color, Vector3 } from 'three'
import type { Colors } from '../draw/colors.ts'
import type { Tone } from '../draw/palette.ts'
import type { Moment } from '../film/moment.ts'
import type { Quarter } from '../place/grid.ts'
import type { Size } from '../place/size.ts'
import type { Shape } from './shapes.ts'
import type { Lathe } from './solids.ts'

/** Equipment as a builder sees it: its outlet points along x, its foot is at the origin. */
export interface Site {
  readonly size: Size
  readonly parameters: Readonly<Record<string, number>>
  /** The side on which each connected port lies. */
  readonly sides: Readonly<Record<string, Quarter>>
  readonly lathe: Lathe
}

/** Something that never moves. The geometry lies where it belongs on the equipment. */
export interface Solid {
  readonly geometry: BufferGeometry
  readonly tone: Tone
  /** Left out where a picture must be made quickly. */
  readonly minor?: boolean
  /** Drawn without edges. */
  readonly smooth?: boolean
}

/** Where a part is now, on its equipment; `tilt` turns about x, y and z in this order, rad. */
export interface Pose {
  readonly position: Vector3
  readonly tilt: Vector3
  readonly scale: Vector3
  readonly color: Color
}

/** Something that moves or changes colour. `turn` is how far the equipment's drive has turned, rad. */
export interface Part {
  readonly shape: Shape
  pose(pose: Pose, moment: Moment, turn: number, colors: Colors): void
}

export interface Equipment {
  readonly solids: readonly Solid[]
  readonly parts: readonly Part[]
  /** The shape to outline where the solids are not all of it. */
  readonly contour?: BufferGeometry
}

export type Builder = (site: Site) => Equipment
