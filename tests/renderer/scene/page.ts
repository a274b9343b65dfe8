import type { Diagram, Film, LineModel } from '../../../core/engine/window/contract.ts'
import { createFlatView } from '../../../renderer/scene/create-flat-view.ts'
import { createScene } from '../../../renderer/scene/create-scene.ts'
import { canRender3d } from '../../../renderer/scene/draw/webgl.ts'
import type { Scene, SceneWords, Theme } from '../../../renderer/scene/scene.ts'

/** What a test does to the page. */
export interface ScenePage {
  readonly canRender3d: boolean
  readonly picked: (string | undefined)[]
  readonly lost: string[]
  open(model: LineModel, diagram: Diagram, theme: Theme): void
  film(film: Film): void
  readonly scene: Scene
  show(scan: number): void
  /** Times from one picture to the next while a film plays, ms. */
  play(frames: number, scansPerFrame: number): Promise<number[]>
  close(): void
}

const words: SceneWords = {
  picture: 'The line in 3D',
  machine: { running: 'running', starved: 'starved', blocked: 'blocked', down: 'down', stopped: 'stopped' },
  value: (value, unit) => `${Number.isNaN(value) ? '–' : value.toPrecision(3)} ${unit.replace('deg', '°')}`.trim(),
  quantity: (name) => name,
  trouble: ({ name }) => name,
  tripped: ({ name }) => `Line tripped: ${name}`,
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

let scene: Scene | undefined
let current: Film | undefined
const picked: (string | undefined)[] = []
const lost: string[] = []
const opened = (): Scene => {
  if (scene === undefined) throw new Error('no scene is open')
  return scene
}
const page: ScenePage = {
  canRender3d: canRender3d(),
  picked,
  lost,
  open(model, diagram, theme) {
    scene?.dispose()
    const host = document.querySelector<HTMLElement>('#host')!
    document.body.style.background = theme === 'dark' ? '#111' : '#fff'
    scene = (canRender3d() ? createScene : createFlatView)(host, model, diagram, {
      theme,
      words,
      onPick: (component) => picked.push(component),
      onLost: () => lost.push('lost'),
      onRestored: () => lost.push('restored'),
    })
  },
  film(film) {
    current = { ...film, series: film.series.map((one) => ({ ...one, values: Float32Array.from(one.values) })) }
    opened().show(current, 0)
  },
  get scene() {
    return opened()
  },
  show: (scan) => opened().show(current!, scan),
  async play(frames, scansPerFrame) {
    const times: number[] = []
    let before = await nextFrame()
    for (let frame = 0; frame < frames; frame++) {
      opened().show(current!, frame * scansPerFrame)
      const now = await nextFrame()
      times.push(now - before)
      before = now
    }
    return times
  },
  close() {
    scene?.dispose()
    scene = undefined
  },
}
Object.assign(window, { scenePage: page })
