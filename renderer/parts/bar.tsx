import styles from './bar.module.css'

/** A share as length beside its number. */
export const Bar = ({ share, text }: { readonly share: number; readonly text: string }) => (
  <span className={styles.bar}>
    <span className={styles.track} aria-hidden="true">
      <span className={styles.fill} style={{ inlineSize: `${100 * Math.min(1, Math.max(0, share))}%` }} />
    </span>
    <span className={styles.text}>{text}</span>
  </span>
)
