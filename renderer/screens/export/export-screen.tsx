import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import styles from './export.module.css'
import { ExportCard } from './export-card.tsx'
import { ExportForm } from './export-form.tsx'
import { exporting } from './exporting.ts'

/** Writes a judged policy out for a controller, with the evidence that it computes what was judged. */
export default function ExportScreen() {
  const app = useApp()
  const { t } = useTranslation('export')
  const { study, policies, exports } = useStore(app.findings)
  const chosen = useStore(exporting, ({ policy }) => policy)
  const policy = policies.find(({ id }) => id === chosen) ?? policies[0]
  if (study === undefined || policy === undefined) {
    return (
      <Empty title={t('noPolicy')}>
        <p>{t('noPolicyText')}</p>
        <Button onPress={() => app.route.getState().go('train')}>{t('toTrain')}</Button>
      </Empty>
    )
  }
  return (
    <div className={styles.screen}>
      <ExportForm policies={policies} policy={policy} />
      <div className={styles.exports}>
        {exports.length === 0 ? (
          <Empty title={t('nothing')}>
            <p>{t('nothingText')}</p>
          </Empty>
        ) : (
          exports.map((card) => <ExportCard key={card.run} study={study} card={card} />)
        )}
      </div>
    </div>
  )
}
