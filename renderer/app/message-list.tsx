import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import styles from './message-list.module.css'
import { useApp } from './use-app.ts'

/** What the engineer should know: errors stay until they are dismissed. */
export function MessageList() {
  const messages = useApp().messages
  const shown = useStore(messages, ({ shown }) => shown)
  const { t } = useTranslation('messages')
  const words = (text: string, values?: Readonly<Record<string, string | number>>) =>
    t(text, { ...values, defaultValue: text, nsSeparator: false, keySeparator: false })
  return (
    <div className={styles.list} role="log" aria-live="polite" aria-label={t('title')}>
      {shown.map(({ id, tone, text, values, remedy, where, offer }) => (
        <div key={id} className={`${styles.message} ${styles[tone]}`}>
          <p>
            <strong>{words(text, values)}</strong> {remedy && words(remedy)}
            {where !== undefined && <small>{where}</small>}
          </p>
          {offer !== undefined && (
            <Button
              onPress={() => {
                messages.getState().dismiss(id)
                offer.run()
              }}
            >
              {words(offer.label)}
            </Button>
          )}
          <Button look="quiet" aria-label={t('dismiss')} onPress={() => messages.getState().dismiss(id)}>
            <Icon name="close" size={14} />
          </Button>
        </div>
      ))}
    </div>
  )
}
