import type { CameraPose, Scene } from '../../scene/scene.ts'

/** Views of the same line beside each other: they share their camera. */
export interface Stage {
  /** Gives what takes the view out again. */
  add(scene: Scene): () => void
  /** The others look from where a person moved this one. */
  follow(leader: Scene, pose: CameraPose): void
  each(act: (scene: Scene) => void): void
}

export function createStage(): Stage {
  const scenes = new Set<Scene>()
  let pose: CameraPose | undefined
  return {
    add(scene) {
      scenes.add(scene)
      if (pose !== undefined) scene.setCameraPose(pose)
      return () => scenes.delete(scene)
    },
    follow(leader, moved) {
      pose = moved
      for (const scene of scenes) if (scene !== leader) scene.setCameraPose(moved)
    },
    each(act) {
      pose = undefined
      for (const scene of scenes) act(scene)
    },
  }
}
