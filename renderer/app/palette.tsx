import { Autocomplete, Input, Menu, MenuItem, SearchField, useFilter } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { actions } from '../actions/all.ts'
import { shownShortcut } from '../actions/shortcut.ts'
import { Dialog } from '../parts/dialog.tsx'
import styles from './palette.module.css'
import { useApp } from './use-app.ts'

/** Everything that can be done now, by name. */
export function Palette({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const app = useApp()
  const { t } = useTranslation('actions')
  const { contains } = useFilter({ sensitivity: 'base' })
  const possible = actions.filter((action) => action.when(app))
  return (
    <Dialog title={t('title')} isOpen={isOpen} onClose={onClose}>
      <Autocomplete filter={contains}>
        <SearchField aria-label={t('search')} autoFocus>
          <Input className={styles.search ?? ''} placeholder={t('search')} />
        </SearchField>
        <Menu
          aria-label={t('title')}
          className={styles.list ?? ''}
          items={possible}
          onAction={(key) => {
            onClose()
            void possible.find(({ id }) => id === key)?.run(app)
          }}
        >
          {(action) => (
            <MenuItem id={action.id} textValue={t(action.label)} className={styles.item ?? ''}>
              <span>{t(action.label)}</span>
              {action.shortcut !== undefined && <kbd>{shownShortcut(action.shortcut)}</kbd>}
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </Dialog>
  )
}
