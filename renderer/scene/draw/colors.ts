import { Color } from 'three'
import type { Priority } from '../../../core/engine/window/contract.ts'
import type { Palette, Tone } from './palette.ts'

/** A palette as three.js computes with it. */
export type Colors = Readonly<
  Record<
    | 'slab'
    | 'floor'
    | 'grid'
    | 'edge'
    | 'cool'
    | 'warm'
    | 'flow'
    | 'lampOff'
    | 'lampOn'
    | 'element'
    | 'glow'
    | 'item'
    | 'glass'
    | 'ink'
    | 'outline',
    Color
  >
> & { readonly tone: Readonly<Record<Tone, Color>>; readonly priority: Readonly<Record<Priority, Color>> }

export function colorsOf(palette: Palette): Colors {
  const all = (entries: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(entries).map(([name, css]) => [name, new Color(css)]))
  const { tone, priority, onPriority: _text, shadow: _opacity, ...plain } = palette
  return { ...all(plain), tone: all(tone), priority: all(priority) } as unknown as Colors
}
