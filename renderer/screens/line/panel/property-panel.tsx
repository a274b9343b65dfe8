import { useTranslation } from 'react-i18next'
import { Button } from '../../../parts/button.tsx'
import { AlignButtons } from '../diagram/align-buttons.tsx'
import { edgeId } from '../diagram/elements.ts'
import { show } from '../editor/editor.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import { ComponentPanel } from './component-panel.tsx'
import { LinePanel } from './line-panel.tsx'
import styles from './panel.module.css'

/** What is selected, field by field; the line itself where nothing is. */
export function PropertyPanel() {
  const { situation } = useLine()
  const { t } = useTranslation('line')
  const selected = useEditor(({ selected }) => selected)
  const selectedEdges = useEditor(({ selectedEdges }) => selectedEdges)
  const components = situation.document.components.filter(({ name }) => selected.includes(name))
  const [only, ...others] = components
  const edge = situation.edges.find((each) => selectedEdges.includes(edgeId(each)))
  return (
    <aside className={styles.panel} aria-label={t('properties')}>
      {only && others.length === 0 ? (
        <ComponentPanel key={only.name} component={only} />
      ) : only ? (
        <SeveralPanel tags={components.map(({ name }) => name)} />
      ) : edge ? (
        <EdgePanel id={edgeId(edge)} />
      ) : (
        <LinePanel />
      )}
    </aside>
  )
}

function SeveralPanel({ tags }: { readonly tags: readonly string[] }) {
  const { editor, commands } = useLine()
  const { t } = useTranslation('line')
  return (
    <>
      <h2 className={styles.title}>{t('several', { count: tags.length })}</h2>
      <div className={styles.adds}>
        {tags.map((tag) => (
          <Button key={tag} look="quiet" onPress={() => show(editor, [tag])}>
            {tag}
          </Button>
        ))}
      </div>
      <h3 className={styles.heading}>{t('align')}</h3>
      <AlignButtons />
      <div className={styles.adds}>
        <Button onPress={commands.duplicate}>{t('duplicate')}</Button>
        <Button onPress={commands.copy}>{t('copy')}</Button>
        <Button onPress={commands.remove}>{t('remove')}</Button>
      </div>
    </>
  )
}

function EdgePanel({ id }: { readonly id: string }) {
  const { editor, commands, situation } = useLine()
  const { t } = useTranslation('line')
  const edge = situation.edges.find((each) => edgeId(each) === id)
  if (edge === undefined) return null
  return (
    <>
      <h2 className={styles.title}>{t('connection')}</h2>
      <div className={styles.adds}>
        {[edge.from, edge.to].map(({ tag, port }) => (
          <Button key={`${tag}.${port}`} onPress={() => show(editor, [tag])}>
            {port === undefined ? tag : `${tag}.${port}`}
          </Button>
        ))}
      </div>
      <p className={styles.quiet}>{edge.medium ? t(`medium.${edge.medium}`) : t('unclear')}</p>
      <div className={styles.adds}>
        <Button onPress={commands.remove}>{t('remove')}</Button>
      </div>
    </>
  )
}
