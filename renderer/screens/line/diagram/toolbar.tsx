import { useReactFlow } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../parts/button.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { useEditor, useLine } from '../editor/use-line.ts'
import { AlignButtons } from './align-buttons.tsx'
import { Search } from './search.tsx'
import styles from './toolbar.module.css'
import { wholeLine } from './zoom.ts'

/** What can be done to the diagram, beside its keys. */
export function Toolbar() {
  const { commands } = useLine()
  const { t } = useTranslation('line')
  const flow = useReactFlow()
  const several = useEditor(({ selected }) => selected.length > 1)
  const some = useEditor(({ selected, selectedEdges }) => selected.length + selectedEdges.length > 0)
  return (
    <div role="toolbar" aria-label={t('tools')} className={styles.toolbar}>
      <div className={styles.group}>
        <Button look="quiet" hint={t('removeHint')} isDisabled={!some} onPress={commands.remove}>
          {t('remove')}
        </Button>
        <Button look="quiet" hint={t('duplicateHint')} isDisabled={!some} onPress={commands.duplicate}>
          {t('duplicate')}
        </Button>
      </div>
      {several && <AlignButtons />}
      <div className={styles.group}>
        <Button look="quiet" hint={t('arrangeHint')} onPress={commands.arrange}>
          {t('arrange')}
        </Button>
        <Button look="quiet" hint={t('fitHint')} onPress={() => void flow.fitView({ ...wholeLine(), duration: 200 })}>
          {t('fit')}
        </Button>
        <Button look="quiet" aria-label={t('zoomIn')} onPress={() => void flow.zoomIn()}>
          <Icon name="add" size={15} />
        </Button>
        <Button look="quiet" aria-label={t('zoomOut')} onPress={() => void flow.zoomOut()}>
          <Icon name="remove" size={15} />
        </Button>
      </div>
      <Search />
    </div>
  )
}
