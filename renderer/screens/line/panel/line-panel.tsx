import { useTranslation } from 'react-i18next'
import { headFields } from '../editor/go-to.ts'
import { useLine } from '../editor/use-line.ts'
import { FieldRow } from './field-row.tsx'
import styles from './panel.module.css'
import { Fold, SectionList } from './section-list.tsx'

const listed = ['signals', 'controls', 'loops', 'goals', 'limits', 'disturbances'] as const

/** What belongs to the line as a whole. */
export function LinePanel() {
  const { catalogue, situation } = useLine()
  const { t } = useTranslation('line')
  const isOfLine = (path: string) => headFields(catalogue).some(({ name }) => name === path)
  return (
    <>
      <h2 className={styles.title}>{situation.document.head.title ?? t('untitled')}</h2>
      <Fold name="line" title={t('section.line')} holds={isOfLine}>
        <Record section="line" />
      </Fold>
      {listed.map((section) => (
        <SectionList key={section} section={section} />
      ))}
      <Fold name="policy" title={t('section.policy')}>
        <Record section="policy" />
      </Fold>
    </>
  )
}

/** The fields of a section that has no entries. */
function Record({ section }: { readonly section: 'line' | 'policy' }) {
  const { catalogue, commands, situation } = useLine()
  const { head, policy } = situation.document
  const written = section === 'line' ? head : policy
  const fields = catalogue.sections.find(({ name }) => name === section)?.variants[0]?.fields ?? []
  return (
    <div className={styles.form}>
      {fields.map((field) => {
        const path = section === 'line' ? field.name : `policy.${field.name}`
        return (
          <FieldRow
            key={field.name}
            field={field}
            path={path}
            value={written[field.name] ?? ''}
            units={field.units}
            onChange={(value) => commands.setField(path.split('.'), value)}
          />
        )
      })}
    </div>
  )
}
