import { InvalidArgumentError, Option } from 'commander'

export const lineHelp = 'line file (YAML)'
export const studyHelp = 'study folder'

/** Options without those that were left out. */
export const given = <Options extends object>(options: Options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Options]?: Exclude<Options[Name], undefined>
  }

/** Options that take a number, and say what is wrong with another word. */
export const wholeOption = (flags: string, description: string, lowest: number) =>
  new Option(flags, description).argParser((text) => wholeNumber(text, lowest))

export const shareOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text) => numberFrom(text, 0, 1))

export const positiveOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text) => {
    const value = Number(text)
    if (value > 0 && value < Infinity) return value
    throw new InvalidArgumentError('It takes a number above 0.')
  })

export const seedOption = () => wholeOption('--seed <n>', 'the same seed repeats a run on the CPU to the bit', 0)

export const budgetOption = () =>
  new Option('--budget <size>', 'how much training').choices(['small', 'normal', 'large'])

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 }

/** A time such as `90s`, `10m` or `2h`, in seconds. */
export const timeOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text) => {
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(s|m|min|h)?$/.exec(text) ?? []
    if (Number(number) > 0) return Number(number) * seconds[unit]!
    throw new InvalidArgumentError('It takes a time such as 90s, 10m or 2h.')
  })

export function numberFrom(text: string, low: number, high: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= low && value <= high) return value
  throw new InvalidArgumentError(`It takes a number from ${low} ${high === Infinity ? 'up' : `to ${high}`}.`)
}

function wholeNumber(text: string, lowest: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= lowest) return value
  throw new InvalidArgumentError(`It takes a whole number from ${lowest} up.`)
}
