import type { createScene } from '../../scene/create-scene.ts'

interface SceneMaker {
  readonly create: typeof createScene
  /** Draws without WebGL. */
  readonly isFlat: boolean
}

/** Loads the 3D view, which the window does not carry from the start, or the flat one where there is no WebGL. */
export async function loadScene(): Promise<SceneMaker> {
  const { canRender3d } = await import('../../scene/draw/webgl.ts')
  if (canRender3d()) return { create: (await import('../../scene/create-scene.ts')).createScene, isFlat: false }
  return { create: (await import('../../scene/create-flat-view.ts')).createFlatView, isFlat: true }
}
