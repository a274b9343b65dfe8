import type { Palette } from '../draw/palette.ts'
import type { FilmReading } from '../film/reading.ts'
import type { SceneWords } from '../scene.ts'
import { LabelPainter } from './label-painter.ts'
import { type ComponentLabel, Labels, readable } from './labels.ts'

/** Labels, markers and the banner on a canvas over the picture, painted where they have moved or say something else. */
export class LabelLayer {
  readonly #labels: Labels
  readonly #painter: LabelPainter
  readonly #words: SceneWords
  readonly #indices: ReadonlyMap<string, number>
  readonly #again: () => void
  #rewrite = true
  #retry: ReturnType<typeof setTimeout> | 0 = 0

  /** @param again asks for another picture, for what was too soon to be read in this one. */
  constructor(tags: readonly string[], words: SceneWords, software: boolean, again: () => void) {
    this.#labels = new Labels(tags, words)
    this.#painter = new LabelPainter(software)
    this.#words = words
    this.#indices = new Map(tags.map((tag, index) => [tag, index]))
    this.#again = again
  }

  get canvas(): HTMLCanvasElement {
    return this.#painter.canvas
  }

  /** In the order of the model; the caller says where they are. */
  get labels(): readonly ComponentLabel[] {
    return this.#labels.byComponent
  }

  /** Everything is another than before, such as the film. */
  renew() {
    this.#rewrite = true
  }

  /** @param moved whether any label has another place, detail or emphasis than in the last picture. */
  paint(reading: FilmReading | undefined, now: number, moved: boolean, palette: Palette) {
    if (moved) this.#labels.sort()
    const written = reading === undefined ? 'same' : this.#labels.write(reading, now, this.#rewrite || moved)
    if (written === 'late') this.#tryAgain()
    if (moved || written === 'changed') {
      this.#painter.paint(this.#labels.sorted, palette, reading?.tripped && this.#words.tripped(reading.tripped))
    }
    this.#rewrite = false
  }

  /** The component, as an index of the model, whose label lies at a point of the picture. */
  at(x: number, y: number): number | undefined {
    const tag = this.#painter.at(x, y)
    return tag === undefined ? undefined : this.#indices.get(tag)
  }

  resize(width: number, height: number) {
    this.#painter.resize(width, height, Math.min(devicePixelRatio, 2))
  }

  dispose() {
    clearTimeout(this.#retry)
  }

  #tryAgain() {
    if (this.#retry !== 0) return
    this.#retry = setTimeout(() => {
      this.#retry = 0
      this.#again()
    }, readable)
  }
}
