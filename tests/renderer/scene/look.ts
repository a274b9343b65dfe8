import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { openPage, screenshots } from './browser.ts'
import type { ScenePage } from './page.ts'
import { realFilm } from './real-film.ts'
import { syntheticFilm } from './synthetic-film.ts'
import { syntheticLine } from './synthetic-line.ts'

declare const scenePage: ScenePage
const opened = await openPage({ webgl: !process.argv.includes('--flat') })
const plain = (film: FilmSet['films'][number]) =>
  ({ ...film, series: film.series.map((s) => ({ ...s, values: Array.from(s.values) })) }) as never
const days = {
  'three-tank': {
    faults: [
      { failure: 'T-101 leak', onset: '5 min', severity: '0.4 cm2' },
      { failure: 'LT-101 bias', onset: '7 min' },
    ],
    at: 100,
    theme: 'light',
  },
  pasteuriser: {
    faults: [
      { failure: 'E-102 fouled', onset: '2 min', severity: '50 %' },
      { failure: 'TT-102 drift', onset: '3 min', severity: '6 K' },
    ],
    at: 150,
    theme: 'light',
  },
  bottling: {
    faults: [
      { failure: 'LT-103 stuck', onset: '5 min' },
      { failure: 'M-104 breakdown', onset: '6 min', duration: '20 min' },
    ],
    at: 260,
    theme: 'light',
  },
  tclab: { faults: [{ failure: 'EH-101 low output', onset: '5 min', severity: '60 %' }], at: 120, theme: 'light' },
  'three-tank-dark': { faults: [{ failure: 'LT-101 dropout', onset: '3 min' }], at: 200, theme: 'dark' },
} as const
const prefix = process.argv.includes('--flat') ? 'flat' : 'scene'
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('-'))
for (const [name, { faults, at, theme }] of Object.entries(days)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const set = await realFilm(name.replace('-dark', ''), faults)
  const film = set.films[0]!
  if (process.argv.includes('-v')) {
    console.log(
      film.series
        .map(
          (s) =>
            `${s.kind} ${s.tag} ${s.component}.${s.quantity} ${s.unit} ${s.low}..${s.high} @${s.values[at]!.toPrecision(3)}`,
        )
        .join('\n'),
    )
    console.log(film.events)
  }
  await opened.page.evaluate(([model, theme]) => scenePage.open(model, {}, theme), [set.model, theme] as const)
  await opened.page.evaluate((film) => scenePage.film(film), plain(film))
  await opened.page.evaluate((at) => scenePage.show(at), at)
  await opened.page.waitForTimeout(500)
  await opened.page.screenshot({ path: `${screenshots}/${prefix}-${name}.png` })
  const [tag] = film.events.flatMap(({ component }) => component ?? [])
  await opened.page.evaluate((tag) => {
    scenePage.scene.select(tag)
    scenePage.scene.setCamera('selected')
  }, tag)
  await opened.page.waitForTimeout(1200)
  await opened.page.screenshot({ path: `${screenshots}/${prefix}-${name}-near.png` })
}
await opened.close()
void syntheticFilm
void syntheticLine
