import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { happeningText } from './happening-text.ts'
import { type Happening, isPresent } from './happenings.ts'
import { PriorityMark } from './priority-mark.tsx'
import styles from './side.module.css'
import { timeText } from './time-text.ts'
import { pick } from './watching.ts'

interface Props {
  readonly set: FilmSet
  readonly happenings: readonly Happening[]
}

/** Everything that happens on the day, as an alarm list has it: what is present at the moment stands out. */
export const HappeningList = memo(({ set, happenings }: Props) => {
  const { clock } = useApp()
  const { t } = useTranslation('watch')
  const body = useRef<HTMLTableSectionElement>(null)
  const { scan } = set.model
  useEffect(() => {
    const present = happenings.map(() => false)
    return clock.follow((at) => {
      const rows = body.current?.rows
      for (let index = 0; index < happenings.length; index++) {
        const now = isPresent(happenings[index] as Happening, at * scan + 1e-6)
        if (now === present[index]) continue
        present[index] = now
        rows?.[index]?.toggleAttribute('data-present', now)
      }
    })
  }, [clock, happenings, scan])
  const go = ({ event: { at, component } }: Happening) => {
    clock.pause()
    clock.moveTo(at / scan)
    if (component !== undefined) pick(component)
  }
  const under = (films: readonly number[]) =>
    films.length === set.films.length ? [] : films.map((film) => t(`under.${set.films[film]?.controller}`))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.happenings} aria-label={t('events')} tabIndex={0}>
      <table>
        <caption>{t('events')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('came')}</th>
            <th scope="col">{t('priority')}</th>
            <th scope="col">{t('what')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {happenings.map((happening) => {
            const { key, event, until, films } = happening
            return (
              <tr key={key} onClick={() => go(happening)}>
                <td>
                  <button type="button">{timeText(event.at)}</button>
                  {until !== Infinity && <small>{t('until', { time: timeText(until) })}</small>}
                </td>
                <td>
                  <PriorityMark priority={event.priority} /> <small>{t(`priorityIs.${event.priority}`)}</small>
                </td>
                <td>
                  {happeningText(event, t)}
                  <small>{[event.component, ...under(films)].filter(Boolean).join(' · ')}</small>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {happenings.length === 0 && <p className={styles.quiet}>{t('noEvents')}</p>}
    </section>
  )
})
