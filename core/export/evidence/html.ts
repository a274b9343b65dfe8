/** Markup; text becomes it by `text` alone. */
export type Html = { readonly markup: string }

const html = (markup: string): Html => ({ markup })

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as text; what no page may hold becomes a question mark. */
export const text = (value: string): Html =>
  html(
    value
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '?')
      .replace(/[&<>"']/g, (sign) => entities[sign] as string),
  )

type Content = Html | string | readonly (Html | string)[]

const markupOf = (content: Content): string => {
  if (typeof content === 'string') return text(content).markup
  return 'markup' in content ? content.markup : content.map(markupOf).join('')
}

/** An element. Strings among its content and attributes are text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  content: Content = '',
): Html {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(String(value)).markup}"`)
  return html(`<${name}${written.join('')}>${markupOf(content)}</${name}>`)
}

export const joined = (parts: readonly Html[]): Html => html(parts.map(({ markup }) => markup).join('\n'))

/** Rows are [rows][columns]; the first column heads its row, columns named in `numbers` stand to the right. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
  numbers: readonly string[] = [],
): Html {
  const style = (column: number) =>
    numbers.includes(columns[column] as string) ? { class: 'number' } : ({} as Record<string, string>)
  const head = columns.map((title, column) => element('th', { scope: 'col', ...style(column) }, title))
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, column) =>
        column === 0 ? element('th', { scope: 'row' }, cell) : element('td', style(column), cell),
      ),
    ),
  )
  return element('table', {}, [element('thead', {}, element('tr', {}, head)), element('tbody', {}, body)])
}

const css = `
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #c9d1d9; }
h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; font-size: 0.87rem; }
th, td { border: 1px solid #c9d1d9; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #f0f3f6; } .number { text-align: right; font-variant-numeric: tabular-nums; }
.better { background: #dafbe1; } .worse { background: #ffdcd7; }
.objection { border: 3px solid #b42318; color: #8c1a11; padding: 0.7rem 1rem; font-weight: 700; }
code { font-size: 0.8rem; overflow-wrap: anywhere; } figure { margin: 1rem 0; } svg { width: 100%; height: auto; }
figcaption { font-size: 0.87rem; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } table, figure { break-inside: avoid; } }
`

/** A whole page in one file, that loads nothing and runs nothing. */
export const page = (title: string, content: readonly Html[]): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    element('title', {}, title).markup,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    joined(content).markup,
    '</body>',
    '</html>',
    '',
  ].join('\n')
