import type { TFunction } from 'i18next'
import type { Film } from '../../../core/engine/window/contract.ts'
import type { TrendCurve } from '../../parts/trend-plot.ts'
import type { Chart, ChartLine, Layer } from './charts.ts'

type Translate = TFunction<'watch'>

const colours: Record<Film['controller'], string> = { baseline: '--curve-1', policy: '--curve-2', block: '--curve-3' }

/** The curves of a chart: a colour for each controller, a stroke for what is true, read and shown. */
export function curvesOf(
  { lines, limits }: Chart,
  films: readonly Film[],
  hidden: readonly Layer[],
  t: Translate,
): readonly TrendCurve[] {
  const drawn = lines.filter(({ layer }) => !hidden.includes(layer)).map((line) => curveOf(line, films, t))
  const scans = lines[0]?.values.length ?? 0
  const bounds = hidden.includes('limit') ? [] : limits
  return [
    ...drawn,
    ...bounds.flatMap(({ name, above, below }) =>
      [above, below].flatMap((bound): TrendCurve[] =>
        bound === undefined
          ? []
          : [
              {
                title: t('limitNamed', { name }),
                values: new Float32Array(scans).fill(bound),
                colour: '--bad',
                roomless: true,
              },
            ],
      ),
    ),
  ]
}

function curveOf({ layer, tag, film, values }: ChartLine, films: readonly Film[], t: Translate): TrendCurve {
  const controller = films[film]?.controller ?? 'baseline'
  const who = t(`under.${controller}`)
  if (layer === 'setpoint') return { title: t('layer.setpoint'), values, colour: '--curve-5', dashed: true }
  if (layer === 'fault') return { title: t('layer.fault'), values, colour: '--warning' }
  const colour = colours[controller]
  if (layer === 'reading') return { title: `${tag} ${who}`, values, colour, dotted: true }
  if (layer === 'shown') return { title: `${t('layer.shown')} ${who}`, values, colour: '--curve-4', dashed: true }
  if (layer === 'control') return { title: `${tag} ${who}`, values, colour, dashed: true }
  return { title: who, values, colour }
}
