import { useReactFlow } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import type { CatalogueKind } from '../../../../core/engine/window/contract.ts'
import { useKindText } from '../editor/kind-text.ts'
import { useLine } from '../editor/use-line.ts'
import { symbolOf } from '../symbols/symbol-of.tsx'
import { SymbolView } from '../symbols/symbol-view.tsx'
import { dragKind } from './dragged.ts'
import styles from './palette.module.css'

type Medium = CatalogueKind['ports'][number]['medium']

/** What a kind is for: parts and heat where all of its ports are, else the medium. */
const mediumOf = ({ ports }: CatalogueKind): Medium =>
  (['parts', 'heat'] as const).find((medium) => ports.every((port) => port.medium === medium)) ?? 'fluid'

/** Every kind of equipment, to be dragged onto the diagram, or put in its middle by a click or by Enter. */
export function Palette() {
  const { catalogue, commands } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const flow = useReactFlow()
  const addInTheMiddle = (kind: string) => {
    const box = document.querySelector('[data-diagram]')?.getBoundingClientRect()
    if (box === undefined) return
    const { x, y } = flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    commands.add(kind, [x, y])
  }
  const groups = Map.groupBy(catalogue.kinds, mediumOf)
  return (
    <nav className={styles.palette} aria-label={t('palette')}>
      {(['fluid', 'heat', 'parts'] as const).map((medium) => (
        <section key={medium} aria-label={t(`medium.${medium}`)}>
          <h2>{t(`medium.${medium}`)}</h2>
          <div className={styles.kinds}>
            {groups.get(medium)?.map((kind) => (
              <button
                key={kind.name}
                type="button"
                draggable
                className={styles.kind}
                title={kindText.text(kind)}
                onDragStart={(event) => dragKind(event, kind.name)}
                onClick={() => addInTheMiddle(kind.name)}
              >
                <span className={styles.picture}>
                  <SymbolView symbol={symbolOf(kind.name, kind)} size={30} />
                </span>
                {kindText.name(kind.name)}
              </button>
            ))}
          </div>
        </section>
      ))}
    </nav>
  )
}
