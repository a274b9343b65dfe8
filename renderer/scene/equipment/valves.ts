import { axisHeight } from '../place/anchor.ts'
import { along, towards } from '../place/grid.ts'
import type { Builder, Part } from './equipment.ts'
import { flanges } from './pumps.ts'
import { block } from './solids.ts'

const lift = 0.2
const yoke = axisHeight + 0.24

/** The two cones of the symbol, a yoke in which the stem stands as high as the valve is open, and its drive. */
export const valve: Builder = ({ size, lathe }) => {
  const open = (opening: number) => (Number.isNaN(opening) ? 0.5 : opening)
  const plate: Part = {
    shape: 'disc',
    pose({ position, scale, color }, { opening }, _turn, colors) {
      position.set(0, yoke + 0.04 + lift * open(opening), 0)
      scale.set(0.15, 0.05, 0.15)
      color.copy(colors.ink)
    },
  }
  const wheel: Part = {
    shape: 'wheel',
    pose({ position, tilt, scale, color }, { opening }, _turn, colors) {
      position.set(0, yoke + 0.62, 0)
      tilt.set(0, open(opening) * 2 * Math.PI, 0)
      scale.set(0.24, 0.24, 0.24)
      color.copy(colors.tone.dark)
    },
  }
  return {
    solids: [
      { geometry: lathe.rodX(0.3, 0.32, -0.16, axisHeight, 0, 0.08), tone: 'shell' },
      { geometry: lathe.rodX(0.08, 0.32, 0.16, axisHeight, 0, 0.3), tone: 'shell' },
      { geometry: lathe.drum(0.1, 0.2, 0, axisHeight + 0.04, 0), tone: 'frame' },
      { geometry: block(0.05, 0.36, 0.05, -0.16, yoke, 0), tone: 'dark' },
      { geometry: block(0.05, 0.36, 0.05, 0.16, yoke, 0), tone: 'dark' },
      { geometry: block(0.4, 0.05, 0.12, 0, yoke, 0), tone: 'dark', minor: true },
      { geometry: lathe.drum(0.03, 0.6, 0, yoke, 0), tone: 'bright', minor: true },
      { geometry: lathe.drum(0.29, 0.2, 0, yoke + 0.34, 0, 0.12), tone: 'frame' },
      ...flanges(lathe, size.width),
    ],
    parts: [plate, wheel],
  }
}

/** A ball with three ends; the arm on top points to where the flow goes. */
export const divertValve: Builder = ({ size, sides, lathe }) => {
  const [, z] = along[sides.b ?? towards(0, 1)]!
  const arm: Part = {
    shape: 'arm',
    pose({ position, tilt, scale, color }, { opening }, _turn, colors) {
      const away = Number.isNaN(opening) ? 0 : 1 - opening
      position.set(0, axisHeight + 0.56, 0)
      tilt.set(0, -Math.sign(z || 1) * away * (Math.PI / 2), 0)
      scale.set(0.52, 0.08, 0.14)
      color.copy(colors.ink)
    },
  }
  return {
    solids: [
      { geometry: lathe.ball(0.32, axisHeight), tone: 'shell' },
      { geometry: lathe.drum(0.1, 0.3, 0, axisHeight + 0.22, 0), tone: 'frame' },
      { geometry: lathe.drum(0.3, 0.06, 0, axisHeight + 0.46, 0), tone: 'bright' },
      {
        geometry: lathe
          .rodX(0.1, 0.4, 0, 0, 0)
          .rotateY(Math.PI / 2)
          .translate(0, axisHeight, 0.3 * (z || 1)),
        tone: 'pipe',
      },
      ...flanges(lathe, size.width),
    ],
    parts: [arm],
  }
}
