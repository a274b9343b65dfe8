import { ProgressBar } from 'react-aria-components'
import styles from './progress.module.css'

interface Props {
  readonly label: string
  /** 0 to 1; undefined while nobody knows. */
  readonly share: number | undefined
  /** Beside the label: what is done, what is left. */
  readonly detail?: string | undefined
}

export const Progress = ({ label, share, detail }: Props) => (
  <ProgressBar
    aria-label={label}
    isIndeterminate={share === undefined}
    value={(share ?? 0) * 100}
    className={styles.progress ?? ''}
  >
    <span className={styles.label}>
      <span>{label}</span>
      <span>{detail}</span>
    </span>
    <span className={styles.track}>
      <span
        className={`${styles.fill} ${share === undefined ? styles.unknown : ''}`}
        style={{ inlineSize: `${share === undefined ? 30 : share * 100}%` }}
      />
    </span>
  </ProgressBar>
)
