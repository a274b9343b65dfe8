import { memo, type PointerEvent, type Ref, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { happeningText } from './happening-text.ts'
import { type Happening, lanesOf, marksOnBar } from './happenings.ts'
import { PriorityMark } from './priority-mark.tsx'
import styles from './time-bar.module.css'
import { timeText, timeTicks } from './time-text.ts'

interface Props {
  readonly set: FilmSet
  readonly happenings: readonly Happening[]
  readonly ref: Ref<HTMLDivElement>
}

/** Marks that stand side by side on a bar, and times under it. */
const room = 64
const mostTicks = 13
/** px */
const laneHeight = 17

/** The whole day on one bar: faults as hatched bars, events as marks, and the moment, which can be dragged. */
export const TimeBar = memo(({ set, happenings, ref }: Props) => {
  const { clock } = useApp()
  const { t } = useTranslation('watch')
  const area = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLElement>(null)
  const wasPlaying = useRef(false)
  const { scan } = set.model
  const duration = (set.scans - 1) * scan
  const faults = happenings.filter(({ event }) => event.kind === 'fault begins')
  const faultLanes = lanesOf(faults)
  const faultHeight = laneHeight * Math.max(1, ...faultLanes.map((lane) => lane + 1))
  const lanes = useMemo(
    () =>
      set.films.map((film, place) => ({
        controller: film.controller,
        marks: marksOnBar(
          happenings.filter(({ event, films }) => event.kind !== 'fault begins' && films.includes(place)),
          duration,
          room,
        ),
      })),
    [set, happenings, duration],
  )

  useEffect(() => {
    const bar = area.current
    if (bar === null) return
    let width = bar.clientWidth
    let second = -1
    const show = (at: number) => {
      if (head.current) head.current.style.transform = `translateX(${((at * scan) / duration) * width}px)`
      const now = Math.round(at * scan)
      if (now === second) return
      second = now
      bar.parentElement?.setAttribute('aria-valuenow', String(now))
      bar.parentElement?.setAttribute('aria-valuetext', timeText(now))
    }
    const observer = new ResizeObserver(() => {
      width = bar.clientWidth
      show(clock.now())
    })
    observer.observe(bar)
    const leave = clock.follow(show)
    return () => {
      observer.disconnect()
      leave()
    }
  }, [clock, scan, duration])

  const moveTo = ({ clientX }: PointerEvent) => {
    const { left, width } = (area.current as HTMLElement).getBoundingClientRect()
    clock.moveTo(((clientX - left) / width) * (set.scans - 1))
  }
  const drag = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return
      wasPlaying.current = clock.state.getState().playing
      clock.pause()
      event.currentTarget.setPointerCapture(event.pointerId)
      moveTo(event)
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event)
    },
    onPointerUp() {
      if (wasPlaying.current) clock.play()
      wasPlaying.current = false
    },
  }
  const share = (seconds: number) => `${(Math.min(seconds, duration) / duration) * 100}%`
  return (
    <div
      ref={ref}
      className={styles.bar}
      role="slider"
      tabIndex={0}
      aria-label={t('timeBar')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={0}
      {...drag}
    >
      <div className={styles.barNames} aria-hidden="true">
        <span style={{ blockSize: faultHeight }}>{t('faults')}</span>
        {lanes.map(({ controller }) => (
          <span key={controller}>{t(`short.${controller}`)}</span>
        ))}
      </div>
      <div ref={area} className={styles.barArea}>
        <div className={styles.faultLane} style={{ blockSize: faultHeight }}>
          {faults.map(({ key, event, until }, index) => (
            <span
              key={key}
              className={styles.fault}
              title={`${timeText(event.at)} ${happeningText(event, t)}`}
              style={{
                insetBlockStart: 1 + laneHeight * (faultLanes[index] ?? 0),
                insetInlineStart: share(event.at),
                inlineSize: share(Math.min(until, duration) - event.at),
              }}
            >
              {event.name}
            </span>
          ))}
        </div>
        {lanes.map(({ controller, marks }) => (
          <div key={controller} className={styles.markLane}>
            {marks.map(({ happening: { key, event }, others }) => (
              <span
                key={key}
                className={styles.markPlace}
                title={[
                  `${timeText(event.at)} ${t(`priorityIs.${event.priority}`)}: ${happeningText(event, t)}`,
                  others > 0 ? t('others', { count: others }) : '',
                ].join(' ')}
                style={{ insetInlineStart: share(event.at) }}
              >
                <PriorityMark priority={event.priority} />
              </span>
            ))}
          </div>
        ))}
        <div className={styles.tickLane} aria-hidden="true">
          {timeTicks(duration, mostTicks).map((seconds) => (
            <span key={seconds} style={{ insetInlineStart: share(seconds) }}>
              {timeText(seconds)}
            </span>
          ))}
        </div>
        <i ref={head} className={styles.head} />
      </div>
    </div>
  )
})
