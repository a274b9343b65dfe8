import { ReactFlowProvider } from '@xyflow/react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { kindsOf } from '../../document/kinds.ts'
import { Diagram } from './diagram/diagram.tsx'
import { Toolbar } from './diagram/toolbar.tsx'
import { createCommands } from './editor/commands.ts'
import { createEditor } from './editor/editor.ts'
import { situations } from './editor/situation.ts'
import { type Line, LineContext, useEditor, useLine } from './editor/use-line.ts'
import styles from './line.module.css'
import { Palette } from './palette/palette.tsx'
import { PropertyPanel } from './panel/property-panel.tsx'
import { ProblemList } from './problems/problem-list.tsx'

const YamlEditor = lazy(() => import('./yaml/yaml-editor.tsx'))

const noProblems: Line['problems'] = []

/** The line as a diagram with its properties, or as its file: two views of one text. */
export default function LineScreen() {
  const app = useApp()
  const study = useStore(app.study, ({ open }) => open?.name)
  const text = useStore(app.study, ({ text }) => text)
  const diagram = useStore(app.study, ({ diagram }) => diagram)
  const problems = useStore(app.study, ({ reading }) => reading?.problems ?? noProblems)
  const [{ editor, commands, now, situationOf }] = useState(() => {
    const situationOf = situations(kindsOf(app.catalogue))
    const editor = createEditor()
    const now = () => situationOf(app.study.getState().text, app.study.getState().diagram)
    return { editor, now, situationOf, commands: createCommands(app, editor, now) }
  })
  const situation = situationOf(text, diagram)
  const line = useMemo(
    () => ({ editor, commands, catalogue: app.catalogue, now, situation, problems }),
    [editor, commands, app, now, situation, problems],
  )
  return (
    <LineContext value={line}>
      <ReactFlowProvider key={study}>
        <Views />
      </ReactFlowProvider>
    </LineContext>
  )
}

function Views() {
  const { editor } = useLine()
  const { t } = useTranslation('line')
  const tab = useEditor(({ tab }) => tab)
  return (
    <div className={styles.screen}>
      <div className={styles.bar}>
        <div role="tablist" aria-label={t('views')} className={styles.tabs}>
          {(['diagram', 'yaml'] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-controls={`view-${name}`}
              aria-selected={tab === name}
              onClick={() => editor.setState({ tab: name })}
            >
              {t(`view.${name}`)}
            </button>
          ))}
        </div>
        {tab === 'diagram' && <Toolbar />}
      </div>
      <div role="tabpanel" id={`view-${tab}`} aria-labelledby={`tab-${tab}`} className={styles.view}>
        {tab === 'diagram' ? (
          <Group orientation="horizontal">
            <Panel defaultSize="11.4rem" minSize="9rem" maxSize="20rem" groupResizeBehavior="preserve-pixel-size">
              <Palette />
            </Panel>
            <Separator className={styles.separator} />
            <Panel minSize="20rem">
              <Diagram />
            </Panel>
            <Separator className={styles.separator} />
            <Panel defaultSize="24.3rem" minSize="18rem" maxSize="44rem" groupResizeBehavior="preserve-pixel-size">
              <PropertyPanel />
            </Panel>
          </Group>
        ) : (
          <Suspense fallback={<p className={styles.loading}>{t('app:loading')}</p>}>
            <YamlEditor />
          </Suspense>
        )}
      </div>
      <ProblemList />
    </div>
  )
}
