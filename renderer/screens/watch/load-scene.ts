import type { Diagram, LineModel } from '../../../core/engine/window/contract.ts'
import type { Scene, SceneOptions } from '../../scene/scene.ts'

export interface LoadedScene {
  readonly scene: Scene
  /** Drawn without WebGL. */
  readonly isFlat: boolean
}

/** Loads the 3D view, which the window does not carry from the start, or the flat one where there is no WebGL. */
export async function loadScene(
  host: HTMLElement,
  model: LineModel,
  diagram: Diagram,
  options: SceneOptions,
): Promise<LoadedScene> {
  const { createScene } = await import('../../scene/create-scene.ts')
  return { scene: createScene(host, model, diagram, options), isFlat: false }
}
