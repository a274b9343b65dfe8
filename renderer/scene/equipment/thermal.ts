import type { Builder, Part, Solid } from './equipment.ts'
import { block } from './solids.ts'

const plates = 9

/** A pack of plates between two frames. */
export const heatExchanger: Builder = ({ size, lathe }) => {
  const pack = size.width - 0.5
  const plate = (index: number): Solid => ({
    geometry: block(
      (pack / plates) * 0.55,
      size.height - 0.35,
      size.depth * 0.62,
      (index / (plates - 1) - 0.5) * pack,
      0.15,
      0,
    ),
    tone: index % 2 === 0 ? 'bright' : 'shell',
  })
  return {
    solids: [
      ...[-1, 1].map(
        (side): Solid => ({
          geometry: block(0.12, size.height, size.depth * 0.8, side * (pack / 2 + 0.16), 0, 0),
          tone: 'frame',
        }),
      ),
      ...Array.from({ length: plates }, (_, index) => plate(index)),
      ...[-1, 1].flatMap((side): Solid[] => [
        { geometry: lathe.rodX(0.04, pack + 0.5, 0, size.height - 0.1, side * size.depth * 0.32), tone: 'dark' },
        { geometry: lathe.rodX(0.04, pack + 0.5, 0, 0.25, side * size.depth * 0.36), tone: 'dark' },
      ]),
      { geometry: block(pack + 0.6, 0.06, 0.14, 0, size.height, 0), tone: 'dark' },
    ],
    parts: [],
  }
}

const elements = 3

/** Rods between two heads; they glow with the heat they give. */
export const electricHeater: Builder = ({ size }) => {
  const rod = (index: number): Part => ({
    shape: 'element',
    pose({ position, scale, color }, { heat }, _turn, colors) {
      position.set(0, 0.36 + 0.18 * index, 0)
      scale.set(size.width - 0.25, 0.06, 0.06)
      color.copy(colors.element)
      if (heat > 0) color.lerp(colors.glow, 0.25 + 0.75 * heat)
    },
  })
  const head = (x: number): Solid => ({ geometry: block(0.2, 0.85, size.depth * 0.6, x, 0.08, 0), tone: 'frame' })
  return {
    solids: [
      { geometry: block(size.width, 0.1, size.depth * 0.8), tone: 'dark' },
      head(size.width / 2 - 0.15),
      head(0.15 - size.width / 2),
    ],
    parts: Array.from({ length: elements }, (_, index) => rod(index)),
  }
}

/** A body that grows warmer in colour, on a foot, with fins. */
export const thermalMass: Builder = ({ size }) => {
  const core: Part = {
    shape: 'body',
    pose({ position, scale, color }, { warmth }, _turn, colors) {
      position.set(0, 0.16, 0)
      scale.set(size.width * 0.8, size.height * 0.55, size.depth * 0.8)
      color.copy(colors.cool)
      if (!Number.isNaN(warmth)) color.lerp(colors.warm, warmth)
    },
  }
  const fins = 6
  return {
    solids: [
      { geometry: block(size.width, 0.12, size.depth, 0, 0.02, 0), tone: 'dark' },
      ...Array.from(
        { length: fins },
        (_, index): Solid => ({
          geometry: block(
            0.06,
            size.height * 0.35,
            size.depth * 0.78,
            (index / (fins - 1) - 0.5) * size.width * 0.72,
            0.16 + size.height * 0.55,
            0,
          ),
          tone: 'shell',
        }),
      ),
    ],
    parts: [core],
  }
}

/** A bar between two plates. */
export const thermalLink: Builder = ({ size, lathe }) => ({
  solids: [
    { geometry: block(0.1, size.height, size.depth, -size.width / 2 + 0.1, 0, 0), tone: 'frame' },
    { geometry: block(0.1, size.height, size.depth, size.width / 2 - 0.1, 0, 0), tone: 'frame' },
    { geometry: lathe.rodX(0.1, size.width - 0.3, 0, size.height * 0.45, 0), tone: 'accent' },
    ...[-1, 0, 1].map(
      (index): Solid => ({
        geometry: lathe.rodX(0.17, 0.05, index * 0.2, size.height * 0.45, 0),
        tone: 'bright',
      }),
    ),
    { geometry: lathe.drum(0.06, size.height * 0.4, 0, 0, 0), tone: 'dark' },
  ],
  parts: [],
})
