import { useTranslation } from 'react-i18next'
import styles from './verdict.module.css'
import type { VerdictWord } from './verdict-word.ts'

const shapes: Record<VerdictWord, string> = { better: '✓', 'no worse': '=', worse: '▲', unclear: '?' }

/** How the policy stands against the line's own control: by shape, by word and by colour. */
export function Verdict({ verdict, large = false }: { readonly verdict: VerdictWord; readonly large?: boolean }) {
  const { t } = useTranslation()
  const look = verdict === 'no worse' ? styles.even : styles[verdict]
  return (
    <span className={`${look} ${large ? styles.large : ''}`}>
      <span aria-hidden="true">{shapes[verdict]}</span> {t(`results:verdict.${verdict}`)}
    </span>
  )
}
