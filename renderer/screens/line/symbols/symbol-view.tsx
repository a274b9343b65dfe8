import styles from './symbol.module.css'
import type { EquipmentSymbol } from './symbol.ts'

/** The drawing of a symbol, as large as it is on the diagram or fitted into `size` px. */
export function SymbolView({
  symbol: { width, height, drawing },
  size,
}: {
  readonly symbol: EquipmentSymbol
  readonly size?: number
}) {
  const scale = size === undefined ? 1 : Math.min(1, size / Math.max(width, height))
  return (
    <svg
      className={styles.symbol}
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {drawing}
    </svg>
  )
}
