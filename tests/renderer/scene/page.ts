import type { Diagram, Film, LineModel } from '../../../core/engine/window/contract.ts'
import { createFlatView } from '../../../renderer/scene/create-flat-view.ts'
import { createScene } from '../../../renderer/scene/create-scene.ts'
import { canRender3d } from '../../../renderer/scene/draw/webgl.ts'
import type { CameraPose, Scene, SceneWords, Theme } from '../../../renderer/scene/scene.ts'

/** What a test does to the page. */
export interface ScenePage {
  readonly canRender3d: boolean
  readonly picked: (string | undefined)[]
  readonly lost: string[]
  readonly poses: CameraPose[]
  open(model: LineModel, diagram: Diagram, theme: Theme): void
  film(film: Film): void
  readonly scene: Scene
  show(scan: number): void
  /** Times from one picture to the next while a film plays, ms. */
  play(frames: number, scansPerFrame: number): Promise<number[]>
  /** The same while the camera turns around the line, ms. */
  turn(frames: number): Promise<number[]>
  /** How often anything is drawn within some ms. */
  drawnWithin(time: number): Promise<number>
  /** How many pixels of a PNG the expression holds for, of `red`, `green` and `blue`, 0 to 255. */
  count(picture: string, judge: string): Promise<number>
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

async function frameTimes(frames: number, act: (frame: number) => void): Promise<number[]> {
  const times: number[] = []
  let before = await nextFrame()
  for (let frame = 0; frame < frames; frame++) {
    act(frame)
    const now = await nextFrame()
    times.push(now - before)
    before = now
  }
  return times
}

let scene: Scene | undefined
let current: Film | undefined
const picked: (string | undefined)[] = []
const lost: string[] = []
const poses: CameraPose[] = []
let drawn = 0
for (const name of ['drawElements', 'drawElementsInstanced'] as const) {
  const draw = WebGL2RenderingContext.prototype[name] as (...all: unknown[]) => void
  Object.assign(WebGL2RenderingContext.prototype, {
    [name](this: WebGL2RenderingContext, ...all: unknown[]) {
      drawn++
      draw.apply(this, all)
    },
  })
}
const opened = (): Scene => {
  if (scene === undefined) throw new Error('no scene is open')
  return scene
}
const page: ScenePage = {
  canRender3d: canRender3d(),
  picked,
  lost,
  poses,
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
      onCamera: (pose) => poses.push(pose),
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
  play: (frames, scansPerFrame) => frameTimes(frames, (frame) => opened().show(current!, frame * scansPerFrame)),
  turn: (frames) =>
    frameTimes(frames, (frame) => {
      const angle = frame / 40
      opened().setCameraPose({ position: [50 * Math.sin(angle), 30, 50 * Math.cos(angle)], target: [0, 0, 0] })
    }),
  async drawnWithin(time) {
    drawn = 0
    await new Promise((resolve) => setTimeout(resolve, time))
    return drawn
  },
  async count(picture, judge) {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes]))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    const holds = new Function('red', 'green', 'blue', `return ${judge}`) as (...colors: number[]) => boolean
    let found = 0
    for (let at = 0; at < data.length; at += 4) if (holds(data[at]!, data[at + 1]!, data[at + 2]!)) found++
    return found
  },
  close() {
    scene?.dispose()
    scene = undefined
  },
}
Object.assign(window, { scenePage: page })
