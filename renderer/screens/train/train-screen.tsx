import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Tabs } from '../../parts/tabs.tsx'
import { Hindrance } from '../shared/hindrance.tsx'
import { LastFailure } from '../shared/last-failure.tsx'
import { ResultView } from './result-view.tsx'
import { RunsView } from './runs-view.tsx'
import { settingUp } from './setting-up.ts'
import styles from './train.module.css'
import { TrainForm } from './train-form.tsx'
import { TrainingView } from './training-view.tsx'

/** Trains a policy in dreams and shows how it goes, what came of it, and every run of the study. */
export default function TrainScreen() {
  const { t } = useTranslation('train')
  const view = useStore(settingUp, ({ view }) => view)
  return (
    <div className={styles.screen}>
      <TrainForm />
      <div className={styles.main}>
        <Hindrance />
        <LastFailure kind="train" />
        <Tabs
          label={t('views')}
          selected={view}
          onSelect={(view) => settingUp.setState({ view })}
          tabs={[
            { key: 'training', title: t('view.training'), content: <TrainingView /> },
            { key: 'result', title: t('view.result'), content: <ResultView /> },
            { key: 'runs', title: t('view.runs'), content: <RunsView /> },
          ]}
        />
      </div>
    </div>
  )
}
