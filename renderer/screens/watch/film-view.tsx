import type { TFunction } from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Film, FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { useTheme } from '../../parts/use-theme.ts'
import type { Scene } from '../../scene/scene.ts'
import styles from './film-view.module.css'
import { loadScene } from './load-scene.ts'
import { useSceneWords } from './scene-words.ts'
import type { Stage } from './stage.ts'
import { pick, watching } from './watching.ts'

interface Props {
  readonly set: FilmSet
  readonly film: Film
  readonly stage: Stage
}

/** The line under one controller, moved by the clock. */
export function FilmView({ set, film, stage }: Props) {
  const { clock, messages, study } = useApp()
  const { t } = useTranslation('watch')
  const host = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'there' | 'flat' | 'lost' | 'failed'>('loading')
  const [scene, setScene] = useState<Scene>()
  const theme = useTheme()
  const words = useSceneWords(film.controller)
  const picked = useStore(watching, ({ picked }) => picked)
  const themeNow = useRef(theme)
  themeNow.current = theme

  useEffect(() => {
    let made: Scene | undefined
    let leave: (() => void) | undefined
    let over = false
    setState('loading')
    loadScene()
      .then(({ create, isFlat }) => {
        if (over || host.current === null) return
        const view = create(host.current, set.model, study.getState().diagram, {
          theme: themeNow.current,
          words,
          onPick: pick,
          onLost: () => setState('lost'),
          onRestored: () => setState('there'),
          onCamera: (pose) => made && stage.follow(made, pose),
        })
        made = view
        leave = stage.add(view)
        setScene(view)
        setState(isFlat ? 'flat' : 'there')
      })
      .catch((error: unknown) => {
        setState('failed')
        messages.getState().fail(error)
      })
    return () => {
      over = true
      leave?.()
      made?.dispose()
      setScene(undefined)
    }
  }, [set, study, words, stage, messages])

  useEffect(() => scene && clock.follow((scan) => scene.show(film, scan)), [scene, clock, film])
  useEffect(() => scene?.select(picked), [scene, picked])
  useEffect(() => scene?.setTheme(theme), [scene, theme])
  useEffect(() => {
    if (scene === undefined || host.current === null) return
    const observer = new ResizeObserver(() => scene.resize())
    observer.observe(host.current)
    return () => observer.disconnect()
  }, [scene])

  const title = t(`side.${film.controller}`)
  return (
    <section className={styles.view} aria-label={title}>
      <h3>
        {title}
        <small>{detailOf(film, t)}</small>
      </h3>
      <div ref={host} className={styles.host} />
      {state !== 'there' && (
        <p className={styles.viewState} role="status">
          {t(`view.${state}`)}
        </p>
      )}
    </section>
  )
}

function detailOf({ controller, policy, tuned }: Film, t: TFunction<'watch'>): string {
  if (controller !== 'baseline') return policy === undefined ? '' : t('policyNumber', { number: policy })
  return tuned ? t('tuned') : ''
}
