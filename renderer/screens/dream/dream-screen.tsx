import { useTranslation } from 'react-i18next'
import { Empty } from '../../parts/empty.tsx'

export default function DreamScreen() {
  const { t } = useTranslation()
  return <Empty title={t('screen.dream')} />
}
