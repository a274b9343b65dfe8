import type { ReactNode } from 'react'
import styles from './facts.module.css'

interface Props {
  readonly facts: readonly { readonly term: string; readonly value: ReactNode; readonly help?: string | undefined }[]
  /** Large figures beside each other instead of one below the other. */
  readonly large?: boolean
}

/** What is known of a thing: terms and their values. */
export const Facts = ({ facts, large = false }: Props) => (
  <dl className={large ? styles.large : styles.facts}>
    {facts.map(({ term, value, help }) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>
          {value}
          {help !== undefined && <small>{help}</small>}
        </dd>
      </div>
    ))}
  </dl>
)
