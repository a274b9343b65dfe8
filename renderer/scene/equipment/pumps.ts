import { axisHeight } from '../place/anchor.ts'
import type { Builder, Part } from './equipment.ts'
import { block, type Lathe } from './solids.ts'

/** A volute with its motor behind it; the impeller turns in the open face. */
export const pump: Builder = ({ size, lathe }) => {
  const impeller: Part = {
    shape: 'rotor',
    pose({ position, tilt, scale, color }, _moment, turn, colors) {
      position.set(0, axisHeight, 0.34)
      tilt.set(0, 0, -turn)
      scale.set(0.3, 0.3, 0.3)
      color.copy(colors.tone.dark)
    },
  }
  return {
    solids: [
      { geometry: block(size.width * 0.72, 0.12, size.depth), tone: 'dark' },
      { geometry: lathe.rodZ(0.42, 0.34, 0, axisHeight, 0.14), tone: 'shell' },
      { geometry: lathe.rodZ(0.34, 0.02, 0, axisHeight, 0.315), tone: 'bright' },
      { geometry: lathe.rodZ(0.29, 0.56, 0, axisHeight, -0.4), tone: 'frame' },
      { geometry: lathe.rodZ(0.31, 0.06, 0, axisHeight, -0.34), tone: 'dark', minor: true },
      { geometry: lathe.rodZ(0.31, 0.06, 0, axisHeight, -0.52), tone: 'dark', minor: true },
      { geometry: block(0.2, 0.24, 0.24, 0, axisHeight + 0.26, -0.42), tone: 'dark' },
      { geometry: block(0.16, axisHeight - 0.3, 0.5, 0.18, 0.1, -0.3), tone: 'dark', minor: true },
      { geometry: block(0.16, axisHeight - 0.3, 0.5, -0.18, 0.1, -0.3), tone: 'dark', minor: true },
      ...flanges(lathe, size.width),
    ],
    parts: [impeller],
  }
}

/** A plunger pump: the plunger goes to and fro between its drive and its head. */
export const meteringPump: Builder = ({ size, lathe }) => {
  const plunger: Part = {
    shape: 'rod',
    pose({ position, tilt, scale, color }, _moment, turn, colors) {
      position.set(0, axisHeight, -0.02 + 0.1 * Math.sin(turn))
      tilt.set(0, Math.PI / 2, 0)
      scale.set(0.42, 0.09, 0.09)
      color.copy(colors.tone.bright)
    },
  }
  const crank: Part = {
    shape: 'rotor',
    pose({ position, tilt, scale, color }, _moment, turn, colors) {
      position.set(0, axisHeight + 0.02, 0.47)
      tilt.set(0, 0, -turn)
      scale.set(0.2, 0.2, 0.2)
      color.copy(colors.tone.dark)
    },
  }
  return {
    solids: [
      { geometry: block(size.width * 0.72, 0.12, size.depth), tone: 'dark' },
      { geometry: block(0.5, 0.72, 0.34, 0, 0.12, -0.36), tone: 'frame' },
      { geometry: lathe.drum(0.2, 0.28, 0, 0.84, -0.36), tone: 'dark' },
      { geometry: block(0.44, 0.6, 0.24, 0, 0.2, 0.32), tone: 'shell' },
      { geometry: lathe.drum(0.12, 0.16, 0, 0.8, 0.32), tone: 'dark' },
      ...flanges(lathe, size.width),
    ],
    parts: [plunger, crank],
  }
}

/** The two ends of what is built into a pipe. */
export function flanges(lathe: Lathe, width: number) {
  const end = width / 2
  return [-1, 1].flatMap((side) => [
    { geometry: lathe.tubeX(0.1, end - 0.2, (side * (end + 0.2)) / 2, axisHeight, 0), tone: 'pipe' as const },
    { geometry: lathe.rodX(0.18, 0.07, side * (end - 0.05), axisHeight, 0), tone: 'frame' as const, minor: true },
  ])
}
