import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLine } from '../editor/use-line.ts'
import styles from './panel.module.css'

interface Props {
  readonly tag: string
  /** Names may hold spaces, tags may not. */
  readonly spaces?: boolean
  /** Tells which others have this name; tags of the whole line where it is left out. */
  isTaken?(name: string): boolean
  onRename(to: string): void
}

/** The tag or name of an entry; it changes everywhere at once. */
export function TagField({ tag, spaces = false, isTaken, onRename }: Props) {
  const { commands } = useLine()
  const { t } = useTranslation('line')
  const [draft, setDraft] = useState(tag)
  useEffect(() => setDraft(tag), [tag])
  const form = spaces ? /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/ : /^[A-Za-z][A-Za-z0-9_-]{0,39}$/
  const wrong =
    draft === tag
      ? undefined
      : !form.test(draft)
        ? t(spaces ? 'nameForm' : 'tagForm')
        : (isTaken ?? commands.isTaken)(draft)
          ? t('tagTaken')
          : undefined
  const commit = () => {
    if (wrong === undefined && draft !== tag) onRename(draft)
    else setDraft(tag)
  }
  return (
    <div className={styles.row}>
      <span className={styles.label} aria-hidden="true">
        {t(spaces ? 'name' : 'tag')}
      </span>
      <input
        className={styles.input}
        aria-label={t(spaces ? 'name' : 'tag')}
        aria-invalid={wrong !== undefined}
        value={draft}
        spellCheck={false}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit()
          if (key === 'Escape') setDraft(tag)
        }}
      />
      {wrong !== undefined && <p className={styles.problem}>{wrong}</p>}
    </div>
  )
}
