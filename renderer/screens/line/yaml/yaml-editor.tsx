import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../../app/use-app.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import styles from './yaml.module.css'
import { createYamlView, phrases, setLint, takeOver, type YamlView } from './yaml-view.ts'

/** The text with its lines ended the way they were. */
const endedAs = (before: string, text: string) => (before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text)

/** The line file itself. What is typed goes into the same history as everything else. */
export default function YamlEditor() {
  const app = useApp()
  const { problems } = useLine()
  const { t } = useTranslation('line')
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<YamlView | undefined>(undefined)
  const text = useStore(app.study, ({ text }) => text)
  const sought = useEditor(({ sought }) => sought)

  useEffect(() => {
    if (host.current === null) return
    const study = app.study.getState
    const created = createYamlView(host.current, study().text, {
      label: t('yaml'),
      phrases: Object.fromEntries(phrases.map((phrase) => [phrase, t(`editor.${phrase}`)])),
      onChange: (text) => study().edit({ text: endedAs(study().text, text) }, 'yaml'),
      undo: () => study().undo(),
      redo: () => study().redo(),
    })
    view.current = created
    return () => {
      created.destroy()
      view.current = undefined
    }
  }, [app, t])

  useEffect(() => {
    if (view.current) takeOver(view.current, text)
  }, [text])

  useEffect(() => {
    if (view.current) setLint(view.current, problems)
  }, [problems])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || sought?.line === undefined) return
    const line = editor.state.doc.line(Math.min(sought.line, editor.state.doc.lines))
    editor.dispatch({ selection: { anchor: line.from }, scrollIntoView: true })
    editor.focus()
  }, [sought])

  return <div ref={host} className={styles.yaml} />
}
