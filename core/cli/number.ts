/** Three significant digits: '0', '0.0312', '31.9', '1,280'; beyond the readable '2.4e-7'. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 0.000_999_5 || size >= 1e9) return value.toExponential(1).replace('e+', 'e')
  return size < 999.5 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US')
}

/** A share from 0 to 1: '0 %', '4.2 %', '37 %'. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share)
  const percent = 100 * share
  const digits = percent === 0 || Math.abs(percent) >= 9.95 ? 0 : 1
  return `${percent.toFixed(digits).replace(/^-(0\.?0*)$/, '$1')} %`
}

/** A relative change with its sign: '-12 %', '+3.4 %'. */
export const formatChange = (relative: number) => (relative > 0 ? `+${formatShare(relative)}` : formatShare(relative))
