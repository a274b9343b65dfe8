import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Segments } from '../../parts/segments.tsx'
import { TrustNote } from '../shared/trust-note.tsx'
import { CameraButtons } from './camera-buttons.tsx'
import { FilmBlockButton } from './film-block-button.tsx'
import { FilmView } from './film-view.tsx'
import { HappeningList } from './happening-list.tsx'
import { happeningsOf, marksOf, mostTelling } from './happenings.ts'
import { Outcome } from './outcome.tsx'
import { createStage } from './stage.ts'
import { TimeBar } from './time-bar.tsx'
import { Transport } from './transport.tsx'
import { Trends } from './trends.tsx'
import styles from './watch.module.css'
import { begin, type Sides, watching } from './watching.ts'

/** A film: both views, what happens, trends, and the clock that moves them all. */
export function Player({ set, onOtherDay }: { readonly set: FilmSet; onOtherDay(): void }) {
  const { clock } = useApp()
  const { t } = useTranslation('watch')
  const [stage] = useState(createStage)
  const bar = useRef<HTMLDivElement>(null)
  const sides = useStore(watching, ({ sides }) => sides)
  const picked = useStore(watching, ({ picked }) => picked)
  const happenings = useMemo(() => happeningsOf(set), [set])
  useEffect(() => {
    if (watching.getState().set !== set) {
      clock.load({ scans: set.scans, secondsPerScan: set.model.scan, marks: marksOf(set) })
    }
    begin(set, mostTelling(set.model, happenings))
    bar.current?.focus()
  }, [set, happenings, clock])
  const hasPolicy = set.films.length > 1
  const hasBlock = set.films.some(({ controller }) => controller === 'block')
  const choices: readonly Sides[] = ['baseline', 'both', 'policy', ...(hasBlock ? (['block'] as const) : [])]
  const shown = set.films.filter(({ controller }) => {
    if (!hasPolicy) return true
    return sides === 'both' ? controller !== 'block' : sides === controller
  })
  return (
    <div className={styles.player}>
      <div className={styles.tools}>
        <h2 className={styles.name}>{set.name}</h2>
        <Button look="quiet" onPress={onOtherDay}>
          {t('otherDay')}
        </Button>
        <FilmBlockButton set={set} />
        <span className={styles.space} />
        {hasPolicy ? (
          <Segments
            label={t('sides')}
            value={sides}
            options={choices.map((value) => ({ value, text: t(`side.${value}`) }))}
            onChange={(sides) => watching.setState({ sides })}
          />
        ) : (
          <span className={styles.quiet}>{t('noPolicy')}</span>
        )}
        <CameraButtons stage={stage} canShowPicked={picked !== undefined} />
      </div>
      <Group orientation="horizontal" className={styles.panels ?? ''}>
        <Panel defaultSize="75%" minSize="40%">
          <Group orientation="vertical">
            <Panel defaultSize="56%" minSize="20%">
              <div className={styles.views}>
                {shown.map((film) => (
                  <FilmView key={film.controller} set={set} film={film} stage={stage} />
                ))}
              </div>
            </Panel>
            <Separator className={styles.separator ?? ''} aria-label={t('resizeTrends')} />
            <Panel minSize="15%">
              <Trends set={set} />
            </Panel>
          </Group>
        </Panel>
        <Separator className={styles.separator ?? ''} aria-label={t('resizeEvents')} />
        <Panel minSize="15%">
          <div className={styles.side}>
            <div className={styles.outcome}>
              <Outcome films={set.films} />
              <TrustNote trust={set.trust} />
            </div>
            <HappeningList set={set} happenings={happenings} />
          </div>
        </Panel>
      </Group>
      <TimeBar set={set} happenings={happenings} ref={bar} />
      <Transport set={set} />
    </div>
  )
}
