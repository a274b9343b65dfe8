import type { Diagram } from '../../../../core/engine/window/contract.ts'
import { onGrid, type Size } from './layout.ts'

export type Alignment = 'left' | 'top' | 'centre' | 'middle' | 'across' | 'down'

export const alignments: readonly Alignment[] = ['left', 'centre', 'top', 'middle', 'across', 'down']

/** Places of `tags` in line with each other, or at equal distances (`across` and `down`). */
export function aligned(
  how: Alignment,
  tags: readonly string[],
  sizes: ReadonlyMap<string, Size>,
  places: Diagram,
): Diagram {
  const boxes = tags.flatMap((tag) => {
    const [place, size] = [places[tag], sizes.get(tag)]
    return place && size ? [{ tag, x: place[0], y: place[1], width: size.width, height: size.height }] : []
  })
  if (boxes.length < 2) return {}
  const middleOf = (low: number, high: number) => (low + high) / 2
  const left = Math.min(...boxes.map(({ x }) => x))
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const top = Math.min(...boxes.map(({ y }) => y))
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  const move = (place: (box: (typeof boxes)[number]) => readonly [number, number]) =>
    Object.fromEntries(boxes.map((box) => [box.tag, place(box)]))
  if (how === 'left') return move(({ y }) => [left, y])
  if (how === 'top') return move(({ x }) => [x, top])
  if (how === 'centre') return move(({ y, width }) => [Math.round(middleOf(left, right) - width / 2), y])
  if (how === 'middle') return move(({ x, height }) => [x, Math.round(middleOf(top, bottom) - height / 2)])
  const side = how === 'across' ? 'width' : 'height'
  const axis = how === 'across' ? 'x' : 'y'
  const inOrder = boxes.toSorted((a, b) => a[axis] - b[axis])
  const room = how === 'across' ? right - left : bottom - top
  const gap = (room - boxes.reduce((sum, box) => sum + box[side], 0)) / (boxes.length - 1)
  let at = how === 'across' ? left : top
  const starts = new Map(
    inOrder.map((box) => {
      const start = at
      at += box[side] + gap
      return [box.tag, onGrid(start)]
    }),
  )
  return move(({ tag, x, y }) => (how === 'across' ? [starts.get(tag)!, y] : [x, starts.get(tag)!]))
}
