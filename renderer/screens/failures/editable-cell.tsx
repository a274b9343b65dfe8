import { type KeyboardEvent, useState } from 'react'
import styles from './failures.module.css'

interface Props {
  /** What the cell is, for those who do not see its row and column. */
  readonly label: string
  readonly value: string
  /** What holds where nothing is written. */
  readonly usual: string
  /** Beside the value. */
  readonly note: string
  /** More than a few words. */
  readonly long: boolean
  readonly locked: boolean
  readonly error: string | undefined
  onWrite(value: string): void
}

/** A cell that is read until it is clicked or Enter is pressed, and then written in. */
export function EditableCell({ label, value, usual, note, long, locked, error, onWrite }: Props) {
  const [draft, setDraft] = useState<string>()
  const shown = value === '' ? usual : value
  const look = value === '' ? styles.usual : undefined
  if (locked) {
    return (
      <span className={`${styles.locked} ${styles.usual}`}>
        {shown} {shown !== '' && note !== '' && <small>{note}</small>}
      </span>
    )
  }
  if (draft === undefined) {
    return (
      <button type="button" className={`${styles.cell} ${look ?? ''}`} onClick={() => setDraft(shown)}>
        <span className={styles.heard}>{label}: </span>
        {shown} {note !== '' && <small>{note}</small>}
        {error !== undefined && <span className={styles.wrong}>{error}</span>}
      </button>
    )
  }
  const finish = () => {
    setDraft(undefined)
    if (draft.trim() !== shown) onWrite(draft.trim())
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDraft(undefined)
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      finish()
    }
  }
  const field = {
    'aria-label': label,
    className: styles.input,
    value: draft,
    placeholder: usual,
    // It takes the place of the button that was just pressed.
    autoFocus: true,
    onBlur: finish,
    onKeyDown: keys,
    onChange: ({ target }: { target: { value: string } }) => setDraft(target.value),
  }
  return long ? <textarea {...field} rows={4} /> : <input {...field} />
}
