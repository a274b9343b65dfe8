import { DataType, resolveNodeId, StatusCodes, type UAVariable, type VariantLike } from 'node-opcua'

/** What a signal is published as, where that is not what it is: for tests of what a client makes of it. */
export type Disguise = 'bad' | 'uncertain' | 'text' | 'not a number'

const { Good, Bad, Uncertain } = StatusCodes
const qualities = { bad: Bad, uncertain: Uncertain, text: Good, 'not a number': Good }

/** Shows a reading that was taken at `at`. One that is lost stands at the low end of its range, and says so. */
export function showReading(
  node: UAVariable,
  value: number,
  isLost: boolean,
  at: Date,
  disguise: Disguise | undefined,
): void {
  const dataType = disguise === 'text' ? DataType.String : DataType.Double
  const shown: VariantLike = { dataType, value: disguised(value, disguise) }
  const quality = isLost ? StatusCodes.BadSensorFailure : StatusCodes.Good
  if (node.dataType.value !== dataType) node.changeDataType(resolveNodeId(dataType), shown)
  node.setValueFromSource(shown, disguise === undefined ? quality : qualities[disguise], at)
}

const disguised = (value: number, disguise: Disguise | undefined) =>
  disguise === 'text' ? String(value) : disguise === 'not a number' ? Number.NaN : value
