// Columns that a terminal gives a character (Unicode Standard Annex 11): wide East Asian blocks and emoji take two.
const wide =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const plain = /^[\x20-\x7E]*$/

/** Terminal columns that a text without control characters takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

/** The text, or its beginning and an ellipsis, in at most `width` columns. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let room = width - 1
  for (const { segment } of graphemes.segment(text)) {
    room -= displayWidth(segment)
    if (room < 0) break
    kept += segment
  }
  return width < 1 ? '' : `${kept.trimEnd()}…`
}

/** A name read from a file must not move the cursor. */
export const withoutControls = (text: string) => text.replace(/\p{Cc}+/gu, ' ')
