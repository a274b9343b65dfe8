import type { EquipmentSymbol } from './symbol.ts'

/** The cold side runs across as a coil, the hot side from top to bottom. */
export const heatExchanger: EquipmentSymbol = {
  width: 80,
  height: 80,
  ports: { 'hot in': [40, 0], 'hot out': [40, 80], 'cold in': [0, 40], 'cold out': [80, 40] },
  tag: [84, 78],
  drawing: (
    <>
      <circle className="body" cx="40" cy="40" r="33" />
      <path className="body" d="M0 40H18L28 24L40 56L52 24L62 40H80M40 0V7M40 73V80" />
    </>
  ),
}

export const electricHeater: EquipmentSymbol = {
  width: 64,
  height: 48,
  ports: { heat: [64, 24] },
  drawing: (
    <>
      <rect className="body" x="1" y="8" width="62" height="32" />
      <path className="fine" d="M6 24H14L18 15L25 33L32 15L39 33L46 15L50 24H58" />
    </>
  ),
}

export const thermalMass: EquipmentSymbol = {
  width: 64,
  height: 56,
  ports: { heat: [32, 56] },
  tag: [32, 28],
  drawing: (
    <>
      <rect className="body" x="1" y="1" width="62" height="54" />
      <path className="fine" d="M1 12L12 1M1 23L23 1M41 55L63 33M52 55L63 44" />
    </>
  ),
}

export const thermalLink: EquipmentSymbol = {
  width: 64,
  height: 48,
  ports: { a: [0, 24], b: [64, 24] },
  drawing: (
    <>
      <path className="body" d="M6 6V42M58 6V42M0 24H6M58 24H64" />
      <path className="fine" d="M14 16q6-6 12 0t12 0t12 0M14 24q6-6 12 0t12 0t12 0M14 32q6-6 12 0t12 0t12 0" />
    </>
  ),
}
