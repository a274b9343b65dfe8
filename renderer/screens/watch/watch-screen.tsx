import { useTranslation } from 'react-i18next'
import { Empty } from '../../parts/empty.tsx'

export default function WatchScreen() {
  const { t } = useTranslation()
  return <Empty title={t('screen.watch')} />
}
