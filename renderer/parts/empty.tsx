import type { ReactNode } from 'react'
import styles from './empty.module.css'

/** What a screen says while it has nothing to show, and what to do about it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={styles.empty}>
    <h2>{title}</h2>
    {children}
  </div>
)
