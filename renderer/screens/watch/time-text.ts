/** A time of a film, such as 1:49 or 1:02:03. */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours === 0 ? `${minutes}:${two(whole % 60)}` : `${hours}:${two(minutes)}:${two(whole % 60)}`
}

/** Steps that people read time by, s. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]

/** Times to write under a film of that length, s: no more than `most` of them, from 0 on. */
export function timeTicks(duration: number, most: number): readonly number[] {
  const step = steps.find((candidate) => duration / candidate < most) ?? Math.ceil(duration / most / 86400) * 86400
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step)
}
