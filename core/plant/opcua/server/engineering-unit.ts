/** Common codes of UNECE Recommendation 20 for the units that have one. */
const codes: Readonly<Record<string, string>> = {
  '%': 'P1',
  '': 'C62',
  m: 'MTR',
  cm: 'CMT',
  mm: 'MMT',
  degC: 'CEL',
  K: 'KEL',
  bar: 'BAR',
  mbar: 'MBR',
  Pa: 'PAL',
  kPa: 'KPA',
  'm3/h': 'MQH',
  'l/min': 'L2',
  'l/s': 'G51',
  'cm3/s': '2J',
  W: 'WTT',
  kW: 'KWT',
  kg: 'KGM',
  s: 'SEC',
  min: 'MIN',
}

/** A unit as OPC UA has it (Part 8, 5.6.3): by its number where it has a common code, or else by its name alone. */
export function engineeringUnit(unit: string) {
  const code = codes[unit]
  const unitId = code === undefined ? -1 : [...code].reduce((id, letter) => id * 256 + letter.charCodeAt(0), 0)
  return {
    namespaceUri: 'http://www.opcfoundation.org/UA/units/un/cefact',
    unitId,
    displayName: { text: unit },
    description: { text: unit },
  }
}
