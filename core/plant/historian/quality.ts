import type { Cell } from './table.ts'

/** Whether a column of that name says how good values are. */
export const isQualityName = (name: string): boolean =>
  /^[^\p{L}]*(quality|qual|status|state|q|opc.?quality|güte|qualität)$/iu.test(name)

const goodWords = new Set(['good', 'ok', 'g', 'gut', 'valid'])
/** OPC DA: the two upper bits of the low byte are set; the others say more. */
const isGoodDa = (quality: number) => Number.isInteger(quality) && quality >= 192 && quality <= 255
/** OPC UA status codes: 0 is good, and bad ones are beyond every OPC DA quality. */
const isUa = (quality: number) => quality > 65_535

/** Which of the qualities that stand in a log are good: words, OPC DA (192 to 255) or OPC UA (0). */
export function guessGood(cells: readonly Cell[]): readonly string[] {
  const texts = [...new Set(cells.map((cell) => String(cell).trim()))]
  const good = texts.filter((text) => goodWords.has(text.toLowerCase()) || isGoodDa(Number(text)))
  if (good.length > 0) return texts.some((text) => isGoodDa(Number(text))) ? withAllDa(good) : good
  return texts.every((text) => text === '0' || isUa(Number(text))) && texts.includes('0') ? ['0'] : ['Good', '192']
}

/** Later rows may say good in another way: with limits reached, or by hand. */
const withAllDa = (good: readonly string[]) => [
  ...new Set([...good, '192', '193', '194', '195', '216', '217', '218', '219']),
]
