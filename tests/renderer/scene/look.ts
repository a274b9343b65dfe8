import { compileSource } from '../../../core/engine/source.ts'
import { modelOf } from '../../../core/engine/window/model.ts'
import { readFileSync } from 'node:fs'
import { openPage, screenshots } from './browser.ts'
import type { ScenePage } from './page.ts'
import { syntheticFilm } from './synthetic-film.ts'
import { syntheticLine } from './synthetic-line.ts'
declare const scenePage: ScenePage
const bundled = (name: string) => {
  const path = `assets/lines/${name}.line.yaml`
  return modelOf(compileSource(readFileSync(path, 'utf8'), path))
}
const opened = await openPage()
const plain = (film: ReturnType<typeof syntheticFilm>) => ({ ...film, series: film.series.map((s) => ({ ...s, values: Array.from(s.values) })) }) as never
const wanted = process.argv.slice(2)
for (const [name, model, theme] of [
  ['three-tank', bundled('three-tank'), 'light'],
  ['pasteuriser', bundled('pasteuriser'), 'light'],
  ['bottling', bundled('bottling'), 'light'],
  ['tclab', bundled('tclab'), 'light'],
  ['three-tank-dark', bundled('three-tank'), 'dark'],
  ['synthetic', syntheticLine(10), 'light'],
] as const) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const failure = model.failures[0]
  const events = model.failures.slice(0, 1).concat(model.failures.filter(({ on }) => model.signals.some(({ tag }) => tag === on)).slice(0, 1)).map((failure, index) => ({ at: 100, kind: 'fault begins' as const, priority: (index + 1) as 1 | 2, name: failure.name }))
  const film = syntheticFilm(model, 240, events)
  void failure
  const begun = performance.now()
  await opened.page.evaluate(([model, theme]) => scenePage.open(model, {}, theme), [model, theme] as const)
  await opened.page.evaluate((film) => scenePage.film(film), plain(film))
  console.log(name, 'open', Math.round(performance.now() - begun), 'ms')
  await opened.page.evaluate(() => scenePage.show(60))
  const times = await opened.page.evaluate(() => scenePage.play(40, 1))
  times.sort((a, b) => a - b)
  console.log(name, 'median', times[20]!.toFixed(1), 'max', times.at(-1)!.toFixed(1))
  await opened.page.waitForTimeout(300)
  await opened.page.screenshot({ path: `${screenshots}/scene-${name}.png` })
}
await opened.close()
