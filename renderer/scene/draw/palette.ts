import type { Priority } from '../../../core/engine/window/contract.ts'
import type { Theme } from '../scene.ts'

/** What a surface is, so that a theme can say how grey it is. */
export type Tone = 'shell' | 'bright' | 'frame' | 'dark' | 'pipe' | 'belt' | 'accent'
export const tones: readonly Tone[] = ['shell', 'bright', 'frame', 'dark', 'pipe', 'belt', 'accent']

export interface Palette {
  readonly floor: string
  readonly slab: string
  readonly grid: string
  readonly edge: string
  readonly shadow: number
  readonly tone: Readonly<Record<Tone, string>>
  readonly cool: string
  readonly warm: string
  readonly flow: string
  readonly lampOff: string
  readonly lampOn: string
  readonly element: string
  readonly glow: string
  readonly item: string
  readonly glass: string
  readonly ink: string
  readonly faint: string
  readonly paper: string
  readonly outline: string
  readonly priority: Readonly<Record<Priority, string>>
  /** Ink on a priority's colour. */
  readonly onPriority: Readonly<Record<Priority, string>>
}

const light: Palette = {
  floor: '#dfe3e6',
  slab: '#e9ecee',
  grid: '#d6dbdf',
  edge: '#66717a',
  shadow: 0.32,
  tone: {
    shell: '#b9c1c7',
    bright: '#d8dde1',
    frame: '#8f99a1',
    dark: '#616c75',
    pipe: '#a9b2b9',
    belt: '#848e96',
    accent: '#77838d',
  },
  cool: '#7f9db3',
  warm: '#a99c90',
  flow: '#3d5363',
  lampOff: '#8d979f',
  lampOn: '#ffffff',
  element: '#6b757d',
  glow: '#f3c9a0',
  item: '#8ea3ae',
  glass: '#ffffff',
  ink: '#1d2429',
  faint: '#56626b',
  paper: '#ffffff',
  outline: '#1d2429',
  priority: { 1: '#c4161c', 2: '#d9660a', 3: '#e3b505', 4: '#5d6f96' },
  onPriority: { 1: '#ffffff', 2: '#ffffff', 3: '#1d2429', 4: '#ffffff' },
}

const dark: Palette = {
  floor: '#1b2024',
  slab: '#22282d',
  grid: '#2c343a',
  edge: '#0e1215',
  shadow: 0.5,
  tone: {
    shell: '#77828b',
    bright: '#97a2ab',
    frame: '#56616a',
    dark: '#3a444c',
    pipe: '#69747d',
    belt: '#49535b',
    accent: '#8d99a3',
  },
  cool: '#5f87a3',
  warm: '#8f8273',
  flow: '#d3dee6',
  lampOff: '#454f57',
  lampOn: '#f4f7f9',
  element: '#4a545c',
  glow: '#f0b880',
  item: '#a3b6c1',
  glass: '#dfeaf2',
  ink: '#eef2f4',
  faint: '#a9b5be',
  paper: '#14181b',
  outline: '#f4f7f9',
  priority: { 1: '#f0383f', 2: '#f5862e', 3: '#f2cb2f', 4: '#8fa1c9' },
  onPriority: { 1: '#ffffff', 2: '#14181b', 3: '#14181b', 4: '#14181b' },
}

export const palettes: Readonly<Record<Theme, Palette>> = { light, dark }
