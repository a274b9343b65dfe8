import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { show } from '../editor/editor.ts'
import { useKindText } from '../editor/kind-text.ts'
import { useLine } from '../editor/use-line.ts'
import styles from './toolbar.module.css'

/** Finds components by tag, kind, instruments or anything written about them; Enter goes to the next one. */
export function Search() {
  const { editor, situation } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const [words, setWords] = useState('')
  const [current, setCurrent] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      input.current?.select()
      input.current?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  const found = (sought: string) => {
    const wanted = sought.trim().toLowerCase()
    if (wanted === '') return []
    const { document, byTag } = situation
    const instruments = [...document.signals, ...document.controls]
    return document.components
      .filter(({ name, fields }) => {
        const kind = byTag.get(name)
        const mounted = instruments.filter((each) => (each.fields.of ?? each.fields.drives)?.startsWith(`${name}.`))
        const texts = [
          name,
          ...Object.values(fields),
          kindText.name(fields.kind ?? ''),
          kind ? kindText.text(kind) : '',
        ]
        return [...texts, ...mounted.map((each) => each.name)].some((text) => text.toLowerCase().includes(wanted))
      })
      .map(({ name }) => name)
  }
  const go = (tags: readonly string[], index: number) => {
    const place = tags.length === 0 ? 0 : (index + tags.length) % tags.length
    const tag = tags[place]
    setCurrent(place)
    if (tag !== undefined) show(editor, [tag])
  }
  const tags = found(words)
  return (
    <span className={styles.search}>
      <input
        ref={input}
        type="search"
        value={words}
        placeholder={t('search')}
        aria-label={t('searchLabel')}
        spellCheck={false}
        onChange={({ target }) => {
          setWords(target.value)
          go(found(target.value), 0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(tags, current + (event.shiftKey ? -1 : 1))
        }}
      />
      <span className={styles.found} role="status">
        {words !== '' && (tags.length === 0 ? t('notFound') : t('found', { number: current + 1, count: tags.length }))}
      </span>
    </span>
  )
}
