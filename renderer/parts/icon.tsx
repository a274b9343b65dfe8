import type { Screen } from '../state/route.ts'

type Tool = 'undo' | 'redo' | 'search' | 'close' | 'add' | 'remove' | Playing
type Playing = 'play' | 'pause' | 'to-start' | 'to-end' | 'step-back' | 'step-on' | 'previous-event' | 'next-event'

/** Strokes of each picture on a field of 24 by 24. */
const pictures: Record<Screen | Tool, string> = {
  start: 'M4 11l8-7 8 7v9h-5v-6h-6v6H4z',
  line: 'M3 6h6v8H3zM9 10h4m0-2l4 2-4 2zM17 10h4M6 14v5h12v-5',
  failures: 'M12 4l9 16H3zM12 10v5M12 17.5v.5',
  dream: 'M20 14a8 8 0 1 1-10-10 6.5 6.5 0 0 0 10 10z',
  train: 'M3 20h18M4 17c4 0 4-6 8-7s4-4 8-5',
  watch: 'M3 6h12v12H3zM15 10l6-3v10l-6-3',
  'what-if': 'M5 4v16M5 12h6l4-6h4M11 12l4 6h4',
  export: 'M12 3v11m-4-4l4 4 4-4M4 15v5h16v-5',
  settings: 'M4 7h10m4 0h2M4 17h4m4 0h8M14 5v4M8 15v4',
  undo: 'M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-2',
  redo: 'M15 6l5 5-5 5M20 11H10a5 5 0 0 0 0 10h2',
  search: 'M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l5 5',
  close: 'M6 6l12 12M18 6L6 18',
  play: 'M7 5l12 7-12 7z',
  pause: 'M8 5v14M16 5v14',
  'to-start': 'M6 5v14M19 5L9 12l10 7z',
  'to-end': 'M18 5v14M5 5l10 7-10 7z',
  'step-back': 'M9 5v14M15 8l-4 4 4 4',
  'step-on': 'M15 5v14M9 8l4 4-4 4',
  'previous-event': 'M12 6L4 12l8 6M15 8.5l3.5 3.5-3.5 3.5L11.5 12z',
  'next-event': 'M12 6l8 6-8 6M9 8.5l3.5 3.5L9 15.5 5.5 12z',
  add: 'M12 5v14M5 12h14',
  remove: 'M5 12h14',
}

export type IconName = keyof typeof pictures

export const Icon = ({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={pictures[name]} />
  </svg>
)
