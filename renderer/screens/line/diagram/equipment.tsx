import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueKind, CataloguePort } from '../../../../core/engine/window/contract.ts'
import { useApp } from '../../../app/use-app.ts'
import { useKindText } from '../editor/kind-text.ts'
import type { EquipmentSymbol } from '../symbols/symbol.ts'
import { symbolOf } from '../symbols/symbol-of.tsx'
import { SymbolView } from '../symbols/symbol-view.tsx'
import styles from './diagram.module.css'
import { controlHandle, type EquipmentNode, signalHandle } from './elements.ts'
import { Fit } from './fit.tsx'

/** One component: its symbol with its ports, its tag below and its instruments above. */
export const Equipment = memo(function Equipment({ id, data }: NodeProps<EquipmentNode>) {
  const { t } = useTranslation('line')
  const kind = useApp().catalogue.kinds.find(({ name }) => name === data.kind)
  const symbol = symbolOf(data.kind, kind)
  return (
    <div className={styles.equipment}>
      <Instruments signals={data.signals} controls={data.controls} />
      <SymbolView symbol={symbol} />
      <Ports tag={id} kind={kind} symbol={symbol} />
      <div className={styles.tag} style={tagPlace(symbol)}>
        {data.problems > 0 && (
          <span className={styles.mark} title={t('problems', { count: data.problems })}>
            ▲
          </span>
        )}
        {id}
      </div>
    </div>
  )
})

const tagPlace = ({ width, height, tag: [x, y] = [width / 2, height + 13] }: EquipmentSymbol) => ({ left: x, top: y })

interface InstrumentsProps {
  readonly signals: readonly string[]
  readonly controls: readonly string[]
}

/** Bubbles after ISA-5.1: letters above, number below. A control is marked by the line of a panel. */
const Instruments = ({ signals, controls }: InstrumentsProps) => (
  <div className={styles.instruments}>
    {signals.map((tag) => (
      <Bubble key={tag} section="signals" tag={tag} handle={signalHandle(tag)} className={styles.bubble ?? ''} />
    ))}
    {controls.map((tag) => (
      <Bubble
        key={tag}
        section="controls"
        tag={tag}
        handle={controlHandle(tag)}
        className={`${styles.bubble} ${styles.control}`}
      />
    ))}
  </div>
)

interface BubbleProps {
  readonly section: 'signals' | 'controls'
  readonly tag: string
  readonly handle: string
  readonly className: string
}

function Bubble({ section, tag, handle, className }: BubbleProps) {
  const [letters, number] = bubbleWords(tag)
  return (
    <div className={className} title={tag} data-entry={`${section}.${tag}`}>
      <span>{letters}</span>
      <span>{number}</span>
      <Handle id={handle} type="source" position={Position.Top} isConnectable={false} className={styles.hidden ?? ''} />
    </div>
  )
}

/** `LT-101` as `LT` over `101`. */
export function bubbleWords(tag: string): readonly [string, string] {
  const cut = tag.search(/[-_]|\d/)
  return cut <= 0 ? [tag, ''] : [tag.slice(0, cut), tag.slice(cut).replace(/^[-_]/, '')]
}

const sides = { left: Position.Left, right: Position.Right, top: Position.Top, bottom: Position.Bottom } as const

/** The side of the symbol that a port lies nearest to. */
function sideOf({ width, height }: EquipmentSymbol, [x, y]: readonly [number, number]): Position {
  const distances = { left: x, right: width - x, top: y, bottom: height - y }
  const nearest = Math.min(...Object.values(distances))
  return sides[(Object.keys(sides) as (keyof typeof sides)[]).find((side) => distances[side] === nearest) ?? 'left']
}

interface PortsProps {
  readonly tag: string
  readonly kind: CatalogueKind | undefined
  readonly symbol: EquipmentSymbol
}

function Ports({ tag, kind, symbol }: PortsProps) {
  const phrase = useKindText().phrase
  const { t } = useTranslation('line')
  const hint = (port: CataloguePort) =>
    t('portHint', {
      port: port.name,
      text: phrase(port.text),
      medium: t(`medium.${port.medium}`),
      direction: t(`direction.${port.direction}`),
    })
  return kind?.ports.map((port) => {
    const [x, y] = symbol.ports[port.name] ?? [0, symbol.height / 2]
    return (
      <Handle
        key={port.name}
        id={port.name}
        type="source"
        position={sideOf(symbol, [x, y])}
        className={`${styles.port} ${styles[port.medium]}`}
        style={{ left: x, top: y }}
        title={hint(port)}
        data-port={`${tag}.${port.name}`}
      >
        <Fit tag={tag} port={port.name} />
      </Handle>
    )
  })
}
