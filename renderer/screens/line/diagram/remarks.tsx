import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useLine } from '../editor/use-line.ts'
import { reasonValues } from './connection-hint.tsx'
import styles from './diagram.module.css'

/** How long a remark stays, ms. */
const passing = 6000

/** What the last command did, or why it did nothing; read out by screen readers. */
export function Remarks() {
  const { editor } = useLine()
  const { t } = useTranslation('line')
  const remark = useEditor(({ remark }) => remark)
  useEffect(() => {
    if (remark === undefined) return
    const timer = setTimeout(() => editor.setState({ remark: undefined }), passing)
    return () => clearTimeout(timer)
  }, [remark, editor])
  const refused = remark?.key.startsWith('reason.') || remark?.key === 'notWhole'
  return (
    <div role="status" className={styles.remarks}>
      {remark && (
        <p className={`${styles.remark} ${refused ? styles.refused : ''}`}>
          {t(`remark.${remark.key}`, {
            ...reasonValues(remark.values ?? {}, t),
            defaultValue: t(remark.key, reasonValues(remark.values ?? {}, t)),
          })}
        </p>
      )}
    </div>
  )
}
