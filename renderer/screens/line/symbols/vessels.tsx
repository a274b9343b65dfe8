import type { EquipmentSymbol } from './symbol.ts'

export const tank: EquipmentSymbol = {
  width: 80,
  height: 104,
  ports: { in: [0, 16], out: [80, 88], bottom: [40, 104], heat: [0, 72] },
  drawing: (
    <>
      <path className="liquid" d="M1 46H79V96a7 7 0 0 1-7 7H8a7 7 0 0 1-7-7Z" />
      <path className="fine" d="M1 46H79M34 51H46M37 55H43" />
      <path className="body" d="M1 1V96a7 7 0 0 0 7 7H72a7 7 0 0 0 7-7V1" />
    </>
  ),
}

const pennant = 'M1 7H37L55 20L37 33H1Z'

export const feed: EquipmentSymbol = {
  width: 56,
  height: 40,
  ports: { out: [56, 20] },
  drawing: <path className="body" d={pennant} />,
}

export const product: EquipmentSymbol = {
  width: 56,
  height: 40,
  ports: { in: [0, 20] },
  drawing: (
    <>
      <path className="body" d={pennant} />
      <path className="fine" d="M8 12V28" />
    </>
  ),
}
