import { tankFoot } from '../place/anchor.ts'
import type { Builder, Part, Solid } from './equipment.ts'
import { block } from './solids.ts'

/** Marks on the wall, as shares of the height. */
const marks = [0.25, 0.5, 0.75]

/**
 * An upright tank whose near wall is glass: the liquid stands in front of the far wall from wherever one looks, and grows
 * slightly warmer in colour with its temperature.
 */
export const tank: Builder = ({ size, lathe }) => {
  const radius = size.width / 2
  const inner = radius * 0.96
  const foot = tankFoot
  const base: Solid[] = [
    { geometry: lathe.ring(radius, 0.045, foot + size.height), tone: 'dark', smooth: true },
    { geometry: lathe.drum(radius * 1.03, 0.1, 0, foot - 0.1, 0), tone: 'frame' },
    ...[0.25, 0.75, 1.25, 1.75].map((turn): Solid => {
      const [x, z] = [Math.cos(turn * Math.PI) * radius * 0.85, Math.sin(turn * Math.PI) * radius * 0.85]
      return { geometry: block(0.12, foot, 0.12, x, 0, z), tone: 'dark', minor: true }
    }),
    ...marks.map(
      (share): Solid => ({
        geometry: lathe.ring(radius * 1.005, 0.012, foot + share * size.height),
        tone: 'frame',
        minor: true,
        smooth: true,
      }),
    ),
  ]
  const shell = (shape: 'wall' | 'glass'): Part => ({
    shape,
    pose({ position, scale, color }, _moment, _turn, colors) {
      position.set(0, foot, 0)
      scale.set(radius, size.height, radius)
      color.copy(shape === 'wall' ? colors.tone.bright : colors.glass)
    },
  })
  const liquid: Part = {
    shape: 'liquid',
    pose({ position, scale, color }, { fill, warmth }, _turn, colors) {
      const share = Number.isNaN(fill) ? 0 : Math.max(fill, 0.003)
      position.set(0, foot + 0.01, 0)
      scale.set(inner, share * (size.height - 0.02), inner)
      color.copy(colors.cool)
      if (!Number.isNaN(warmth)) color.lerp(colors.warm, warmth)
    },
  }
  return {
    solids: base,
    parts: [shell('wall'), liquid, shell('glass')],
    contour: lathe.drum(radius * 1.02, size.height + foot, 0, 0, 0),
  }
}
