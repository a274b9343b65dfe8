/** How a language writes the numbers that people read. */
export interface Figures {
  /** To the three digits that count: 0.0659, 12.3, 4,710. */
  number(value: number): string
  /** A share, to two digits where it is small: 37.6 %, 0.0062 %. */
  share(value: number): string
  /** A relative change, always with its sign. */
  change(value: number): string
  /** A difference in the unit of its values, always with its sign. */
  difference(value: number): string
  /** s, as 1 min 2 s. */
  duration(seconds: number): string
  /** Day and time; milliseconds since 1970. */
  moment(milliseconds: number): string
}

export function figuresFor(language: string): Figures {
  const format = (options: Intl.NumberFormatOptions) => {
    const numbers = new Intl.NumberFormat(language, options)
    return (value: number) => (Number.isNaN(value) || value === null ? '–' : numbers.format(value))
  }
  const three = format({ maximumSignificantDigits: 3 })
  const whole = format({ maximumFractionDigits: 0 })
  const large = format({ style: 'percent', maximumFractionDigits: 1 })
  const small = format({ style: 'percent', maximumSignificantDigits: 2 })
  const change = format({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const difference = format({ maximumSignificantDigits: 3, signDisplay: 'exceptZero' })
  const unit = (name: string) => format({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 })
  const [hours, minutes, seconds] = [unit('hour'), unit('minute'), unit('second')]
  const moments = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return {
    number: (value) => (Math.abs(value) >= 1000 ? whole : three)(value),
    share: (value) => (Math.abs(value) < 0.001 ? small : large)(value),
    change,
    difference,
    duration(time) {
      if (!Number.isFinite(time)) return '–'
      const left = Math.round(time)
      if (left >= 3600) return `${hours(Math.floor(left / 3600))} ${minutes(Math.floor(left / 60) % 60)}`
      return left >= 60 ? `${minutes(Math.floor(left / 60))} ${seconds(left % 60)}` : seconds(left)
    },
    moment: (milliseconds) => moments.format(milliseconds),
  }
}
