import { CatmullRomCurve3, TubeGeometry, Vector3 } from 'three'
import { axisHeight } from '../place/anchor.ts'
import type { Builder } from './equipment.ts'
import { flanges } from './pumps.ts'
import { block, type Lathe } from './solids.ts'

/** A length of pipe with an orifice in it; one that holds a volume is wound up. */
export const pipe: Builder = ({ size, parameters, lathe }) => {
  if ((parameters.volume ?? 0) > 0) return holdingTube(lathe, size.width)
  return {
    solids: [
      { geometry: lathe.rodX(0.15, size.width - 0.5, 0, axisHeight, 0), tone: 'shell' },
      { geometry: lathe.rodX(0.24, 0.06, -0.08, axisHeight, 0), tone: 'frame', minor: true },
      { geometry: lathe.rodX(0.27, 0.05, 0, axisHeight, 0), tone: 'dark' },
      { geometry: lathe.rodX(0.24, 0.06, 0.08, axisHeight, 0), tone: 'frame', minor: true },
      { geometry: block(0.1, axisHeight - 0.14, 0.1, 0.35, 0, 0), tone: 'dark', minor: true },
      { geometry: block(0.1, axisHeight - 0.14, 0.1, -0.35, 0, 0), tone: 'dark', minor: true },
      ...flanges(lathe, size.width),
    ],
    parts: [],
  }
}

const windings = 6
const windingRadius = 0.36

function holdingTube(lathe: Lathe, width: number) {
  const length = width - 0.7
  const middle = axisHeight + windingRadius * 0.6
  const points = Array.from({ length: windings * 10 + 1 }, (_, index) => {
    const turn = (index / 10) * 2 * Math.PI
    const x = (index / (windings * 10) - 0.5) * length
    return new Vector3(x, middle - windingRadius * Math.cos(turn), windingRadius * Math.sin(turn))
  })
  const coil = new TubeGeometry(new CatmullRomCurve3(points), windings * 12, 0.085, 7)
  const stand = (x: number) => block(0.12, middle, 0.5, x, 0, 0)
  return {
    solids: [
      { geometry: coil, tone: 'shell' as const, smooth: true },
      { geometry: lathe.rodX(0.05, length + 0.3, 0, middle, 0), tone: 'dark' as const },
      { geometry: stand(-length / 2 - 0.12), tone: 'frame' as const },
      { geometry: stand(length / 2 + 0.12), tone: 'frame' as const },
      ...flanges(lathe, width),
    ],
    parts: [],
  }
}
