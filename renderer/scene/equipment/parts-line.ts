import type { Priority } from '../../../core/engine/window/contract.ts'
import { beltHeight } from '../place/anchor.ts'
import type { MachineState } from '../scene.ts'
import type { Builder, Part, Solid } from './equipment.ts'
import { block } from './solids.ts'

/** The lamps of an andon from the bottom up: a state is told by which one is lit. */
const lamps: readonly { readonly state: MachineState; readonly priority?: Priority }[] = [
  { state: 'running' },
  { state: 'starved', priority: 3 },
  { state: 'blocked', priority: 2 },
  { state: 'down', priority: 1 },
]

/** A housing over the belt, a wheel that turns while it works, and its andon. */
export const machine: Builder = ({ size, lathe }) => {
  const body = 1.15
  const mast = { x: -size.width / 2 + 0.2, z: size.depth / 2 - 0.3 }
  const lamp = (index: number): Part => ({
    shape: 'lamp',
    pose({ position, scale, color }, { machine: state }, _turn, colors) {
      const { state: mine, priority } = lamps[index]!
      const lit = state === mine
      position.set(mast.x, body + 0.24 + index * 0.18, mast.z)
      scale.set(lit ? 0.14 : 0.1, 0.13, lit ? 0.14 : 0.1)
      color.copy(!lit ? colors.lampOff : priority ? colors.priority[priority] : colors.lampOn)
    },
  })
  const wheel: Part = {
    shape: 'rotor',
    pose({ position, tilt, scale, color }, _moment, turn, colors) {
      position.set(0, 0.85, size.depth / 2 - 0.14)
      tilt.set(0, 0, -turn)
      scale.set(0.24, 0.24, 0.3)
      color.copy(colors.tone.bright)
    },
  }
  return {
    solids: [
      { geometry: block(size.width * 0.92, 0.14, size.depth * 0.8), tone: 'dark' },
      { geometry: block(size.width * 0.88, 0.34, size.depth * 0.72, 0, 0.14, 0), tone: 'frame' },
      { geometry: block(size.width * 0.88, body - 0.48, size.depth * 0.72, 0, 0.48, 0), tone: 'shell' },
      { geometry: block(size.width * 0.92, 0.08, size.depth * 0.78, 0, body, 0), tone: 'bright' },
      { geometry: block(0.8, 0.52, 0.04, 0, 0.58, size.depth * 0.36), tone: 'dark' },
      { geometry: block(0.26, 0.34, 0.1, 0.55, 0.66, size.depth * 0.36), tone: 'bright' },
      { geometry: lathe.drum(0.05, 0.95, mast.x, body, mast.z), tone: 'dark' },
    ],
    parts: [wheel, ...lamps.map((_, index) => lamp(index))],
  }
}

const legs = (width: number, depth: number): Solid[] =>
  [-1, 1].flatMap((x) =>
    [-1, 1].map(
      (z): Solid => ({
        geometry: block(0.09, beltHeight - 0.12, 0.09, x * (width / 2 - 0.2), 0, z * (depth / 2 - 0.1)),
        tone: 'dark',
      }),
    ),
  )

const rails = (width: number, depth: number): Solid[] =>
  [-1, 1].map(
    (z): Solid => ({ geometry: block(width, 0.2, 0.05, 0, beltHeight - 0.1, z * (depth / 2)), tone: 'frame' }),
  )

const bottleHeight = 0.4

/** Whether slot `index` is taken at this content: slots fill in an even, fixed order. */
const isTaken = (index: number, fill: number) => (index * 0.6180339887) % 1 < fill

const beltSlots = 12
const beltRows = 2
/** How far a belt moves while its drive turns by one radian. */
const perRadian = 0.08

/** A belt on which parts ride, as close as its content has them. */
export const conveyor: Builder = ({ size }) => {
  const length = size.width - 0.2
  const part = (slot: number, row: number): Part => ({
    shape: 'bottle',
    pose({ position, scale, color }, { fill }, turn, colors) {
      const travel = (((slot + row / 2) / beltSlots) * length + turn * perRadian) % length
      const at = (travel + length) % length
      const size_ = isTaken(slot * beltRows + row, fill) ? bottleHeight : 0
      position.set(at - length / 2, beltHeight, (row - 0.5) * 0.26)
      scale.set(size_, size_, size_)
      color.copy(colors.item)
    },
  })
  return {
    solids: [
      { geometry: block(size.width, 0.1, size.depth * 0.72, 0, beltHeight - 0.1, 0), tone: 'belt' },
      ...rails(size.width, size.depth * 0.76),
      ...legs(size.width, size.depth * 0.76),
    ],
    parts: Array.from({ length: beltSlots * beltRows }, (_, index) =>
      part(Math.floor(index / beltRows), index % beltRows),
    ),
  }
}

const tableColumns = 8
const tableRows = 5

/** A table that fills from its outlet. */
export const buffer: Builder = ({ size }) => {
  const part = (column: number, row: number): Part => ({
    shape: 'bottle',
    pose({ position, scale, color }, { fill }, _turn, colors) {
      const taken = (column * tableRows + row + 0.5) / (tableColumns * tableRows) < fill
      const size_ = taken ? bottleHeight : 0
      const step = (size.width - 0.3) / tableColumns
      position.set(
        size.width / 2 - 0.15 - (column + 0.5) * step,
        beltHeight,
        ((row + 0.5) / tableRows - 0.5) * (size.depth - 0.3),
      )
      scale.set(size_, size_, size_)
      color.copy(colors.item)
    },
  })
  return {
    solids: [
      { geometry: block(size.width, 0.1, size.depth, 0, beltHeight - 0.1, 0), tone: 'belt' },
      ...rails(size.width, size.depth),
      ...legs(size.width, size.depth),
      {
        geometry: block(0.05, 0.2, size.depth * 0.3, size.width / 2, beltHeight - 0.1, size.depth * 0.35),
        tone: 'frame',
      },
      {
        geometry: block(0.05, 0.2, size.depth * 0.3, -size.width / 2, beltHeight - 0.1, size.depth * 0.35),
        tone: 'frame',
      },
    ],
    parts: Array.from({ length: tableColumns * tableRows }, (_, index) =>
      part(Math.floor(index / tableRows), index % tableRows),
    ),
  }
}
