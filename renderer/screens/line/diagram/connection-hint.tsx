import { useConnection } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import { portsFit } from '../../../document/ports-fit.ts'
import { useLine } from '../editor/use-line.ts'
import styles from './diagram.module.css'

/** While ports are being connected: what would be, or why it cannot be. */
export function ConnectionHint() {
  const { byTag, edges } = useLine().situation
  const { t } = useTranslation('line')
  const key = useConnection(({ fromNode, fromHandle, toNode, toHandle }) =>
    JSON.stringify([fromNode?.id, fromHandle?.id, toNode?.id, toHandle?.id]),
  )
  const [a, portA, b, portB] = JSON.parse(key) as (string | null)[]
  if (!a || !portA || !b || !portB || (a === b && portA === portB)) return null
  const reason = portsFit(
    { tag: a, port: portA, kind: byTag.get(a) },
    { tag: b, port: portB, kind: byTag.get(b) },
    edges,
  )
  return (
    <p className={`${styles.hint} ${reason ? styles.refused : ''}`}>
      {reason
        ? t(`reason.${reason.key}`, reasonValues(reason.values, t))
        : t('wouldConnect', { a: `${a}.${portA}`, b: `${b}.${portB}` })}
    </p>
  )
}

/** Media are named in the language of the window. */
export const reasonValues = (values: Readonly<Record<string, string | number>>, t: (key: string) => string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name.startsWith('medium') ? t(`carried.${value}`) : value]),
  )
