import type { EquipmentSymbol } from './symbol.ts'

/** Pumps, valves and the pipe between them. */
const pumpPorts = { in: [0, 28], out: [56, 28] } as const

export const pump: EquipmentSymbol = {
  width: 56,
  height: 56,
  ports: pumpPorts,
  drawing: (
    <>
      <path className="body" d="M0 28H5M51 28H56" />
      <circle className="body" cx="28" cy="28" r="23" />
      <path className="fine" d="M28 5L51 28L28 51" />
    </>
  ),
}

/** Two wheels that mesh: what passes follows the speed. */
export const meteringPump: EquipmentSymbol = {
  width: 56,
  height: 56,
  ports: pumpPorts,
  drawing: (
    <>
      <path className="body" d="M0 28H5M51 28H56" />
      <circle className="body" cx="28" cy="28" r="23" />
      <circle className="fine" cx="28" cy="19" r="9" />
      <circle className="fine" cx="28" cy="37" r="9" />
      <path className="filled" d="M51 28L43 23V33Z" />
    </>
  ),
}

const actuator = 'M28 32V15M16 15a12 12 0 0 1 24 0Z'

export const valve: EquipmentSymbol = {
  width: 56,
  height: 48,
  ports: { in: [0, 32], out: [56, 32] },
  drawing: (
    <>
      <path className="body" d={actuator} />
      <path className="body" d="M1 20V44L28 32ZM55 20V44L28 32Z" />
    </>
  ),
}

export const divertValve: EquipmentSymbol = {
  width: 56,
  height: 56,
  ports: { in: [0, 32], a: [56, 32], b: [28, 56] },
  drawing: (
    <>
      <path className="body" d={actuator} />
      <path className="body" d="M1 20V44L28 32ZM55 20V44L28 32ZM16 55H40L28 32Z" />
    </>
  ),
}

export const pipe: EquipmentSymbol = {
  width: 72,
  height: 24,
  ports: { in: [0, 12], out: [72, 12] },
  drawing: (
    <>
      <path className="body" d="M3 6H69V18H3Z" />
      <path className="body" d="M3 2V22M69 2V22" />
    </>
  ),
}
