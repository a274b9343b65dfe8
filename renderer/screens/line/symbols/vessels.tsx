import type { EquipmentSymbol } from './symbol.ts'

export const tank: EquipmentSymbol = {
  width: 80,
  height: 104,
  ports: { in: [0, 16], out: [80, 88], bottom: [40, 104], heat: [0, 72] },
  tag: [40, 76],
  drawing: (
    <>
      <path className="body" d="M1 1V96a7 7 0 0 0 7 7H72a7 7 0 0 0 7-7V1" />
      <path className="liquid" d="M2 46H78V96a6 6 0 0 1-6 6H8a6 6 0 0 1-6-6Z" />
      <path className="fine" d="M2 46H78M34 51H46M37 55H43" />
    </>
  ),
}

const pennant = 'M1 10H37L55 24L37 38H1Z'

export const feed: EquipmentSymbol = {
  width: 56,
  height: 48,
  ports: { out: [56, 24] },
  drawing: <path className="body" d={pennant} />,
}

export const product: EquipmentSymbol = {
  width: 56,
  height: 48,
  ports: { in: [0, 24] },
  drawing: (
    <>
      <path className="body" d={pennant} />
      <path className="fine" d="M8 15V33" />
    </>
  ),
}
