import type { EquipmentSymbol } from './symbol.ts'

/** Pumps, valves and the pipe between them. */
const pumpPorts = { in: [0, 24], out: [48, 24] } as const

export const pump: EquipmentSymbol = {
  width: 48,
  height: 48,
  ports: pumpPorts,
  drawing: (
    <>
      <circle className="body" cx="24" cy="24" r="23" />
      <path className="fine" d="M24 1L47 24L24 47" />
    </>
  ),
}

/** Two wheels that mesh: what passes follows the speed. */
export const meteringPump: EquipmentSymbol = {
  width: 48,
  height: 48,
  ports: pumpPorts,
  drawing: (
    <>
      <circle className="body" cx="24" cy="24" r="23" />
      <circle className="fine" cx="24" cy="15" r="9" />
      <circle className="fine" cx="24" cy="33" r="9" />
      <path className="filled" d="M47 24L38 18V30Z" />
    </>
  ),
}

const actuator = 'M32 32V14M19 14a13 13 0 0 1 26 0Z'

export const valve: EquipmentSymbol = {
  width: 64,
  height: 48,
  ports: { in: [0, 32], out: [64, 32] },
  drawing: (
    <>
      <path className="body" d={actuator} />
      <path className="body" d="M1 19V45L32 32ZM63 19V45L32 32Z" />
    </>
  ),
}

export const divertValve: EquipmentSymbol = {
  width: 64,
  height: 64,
  ports: { in: [0, 32], a: [64, 32], b: [32, 64] },
  tag: [70, 58],
  drawing: (
    <>
      <path className="body" d={actuator} />
      <path className="body" d="M1 19V45L32 32ZM63 19V45L32 32ZM19 63H45L32 32Z" />
    </>
  ),
}

export const pipe: EquipmentSymbol = {
  width: 72,
  height: 32,
  ports: { in: [0, 16], out: [72, 16] },
  drawing: (
    <>
      <path className="body" d="M3 10H69V22H3Z" />
      <path className="body" d="M3 5V27M69 5V27" />
    </>
  ),
}
