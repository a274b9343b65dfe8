import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueKind } from '../../../../core/engine/window/contract.ts'
import type { End } from '../../../document/edges.ts'
import { portsFit } from '../../../document/ports-fit.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog, DialogButtons } from '../../../parts/dialog.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { edgeId } from '../diagram/elements.ts'
import { show } from '../editor/editor.ts'
import { useKindText } from '../editor/kind-text.ts'
import { useLine } from '../editor/use-line.ts'
import styles from './panel.module.css'

/** The ports of a component with what they are connected to; connecting by keyboard begins here. */
export function PortList({ tag, kind }: { readonly tag: string; readonly kind: CatalogueKind }) {
  const { editor, commands, situation } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const [connecting, setConnecting] = useState<string>()
  return (
    <>
      <h3 className={styles.heading}>{t('ports')}</h3>
      <ul className={styles.ports}>
        {kind.ports.map((port) => {
          const joined = situation.edges.flatMap((edge) => {
            const { from, to } = edge
            if (from.tag === tag && from.port === port.name) return [{ edge, other: to, arrow: '→' }]
            return to.tag === tag && to.port === port.name ? [{ edge, other: from, arrow: '←' }] : []
          })
          return (
            <li key={port.name} title={kindText.phrase(port.text)}>
              <span className={styles.portName}>
                {port.name} <small>{t(`medium.${port.medium}`)}</small>
              </span>
              <span className={styles.joined}>
                {joined.map(({ edge, other, arrow }) => (
                  <span key={edgeId(edge)} className={styles.join}>
                    <button type="button" className={styles.link} onClick={() => show(editor, [other.tag])}>
                      {arrow} {other.tag}.{other.port}
                    </button>
                    <Button
                      look="quiet"
                      aria-label={t('disconnect', { a: `${tag}.${port.name}`, b: `${other.tag}.${other.port}` })}
                      onPress={() => commands.disconnect(edgeId(edge))}
                    >
                      <Icon name="close" size={12} />
                    </Button>
                  </span>
                ))}
                {(joined.length === 0 || port.shared) && (
                  <Button look="quiet" onPress={() => setConnecting(port.name)}>
                    {t('connect')}
                  </Button>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      {connecting !== undefined && (
        <ConnectDialog from={{ tag, port: connecting }} onClose={() => setConnecting(undefined)} />
      )}
    </>
  )
}

/** Every port that fits another one, to choose from. */
function ConnectDialog({ from, onClose }: { readonly from: End; onClose(): void }) {
  const { commands, situation } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const { document, byTag, edges } = situation
  const fitting = document.components.flatMap(({ name: tag }) =>
    (byTag.get(tag)?.ports ?? [])
      .filter(
        (port) =>
          portsFit({ ...from, kind: byTag.get(from.tag) }, { tag, port: port.name, kind: byTag.get(tag) }, edges) ===
          undefined,
      )
      .map((port) => ({ tag, port })),
  )
  return (
    <Dialog title={t('connectTitle', { port: `${from.tag}.${from.port}` })} isOpen onClose={onClose}>
      {fitting.length === 0 && <p>{t('nothingFits')}</p>}
      <ul className={styles.fitting}>
        {fitting.map(({ tag, port }) => (
          <li key={`${tag}.${port.name}`}>
            <Button
              onPress={() => {
                commands.connect(from, { tag, port: port.name })
                onClose()
              }}
            >
              {tag}.{port.name}
            </Button>
            <small>{kindText.phrase(port.text)}</small>
          </li>
        ))}
      </ul>
      <DialogButtons>
        <Button onPress={onClose}>{t('app:cancel')}</Button>
      </DialogButtons>
    </Dialog>
  )
}
