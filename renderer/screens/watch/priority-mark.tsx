import type { Priority } from '../../../core/engine/window/contract.ts'
import { shapeOf } from '../../scene/film/trouble.ts'
import styles from './priority-mark.module.css'

/** Outlines on a field of 14 by 14. */
const outlines: Record<ReturnType<typeof shapeOf>, string> = {
  octagon: 'M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5z',
  triangle: 'M7 1l6.3 11.5H.7z',
  diamond: 'M7 .8L13.2 7 7 13.2.8 7z',
  circle: 'M7 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6z',
}

/** The sign of a priority: a shape of its own with its number, so that colour is not needed to tell them apart. */
export const PriorityMark = ({ priority, size = 14 }: { readonly priority: Priority; readonly size?: number }) => (
  <svg
    className={styles.mark}
    data-priority={priority}
    width={size}
    height={size}
    viewBox="0 0 14 14"
    aria-hidden="true"
  >
    <path d={outlines[shapeOf(priority)]} />
    <text x="7" y={priority === 2 ? 11 : 10} textAnchor="middle">
      {priority}
    </text>
  </svg>
)
