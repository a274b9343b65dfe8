import type { CameraPose, Scene } from '../../scene/scene.ts'

/** Views of the same line beside each other: they share their camera. */
export interface Stage {
  /** Gives what takes the view out again; the next one looks from where it did. */
  add(scene: Scene): () => void
  /** The others look from where a person moved this one. */
  follow(leader: Scene, pose: CameraPose): void
  each(act: (scene: Scene) => void): void
}

export function createStage(): Stage {
  const scenes = new Set<Scene>()
  let left: CameraPose | undefined
  return {
    add(scene) {
      const [other] = scenes
      const pose = other?.cameraPose() ?? left
      if (pose !== undefined) scene.setCameraPose(pose)
      scenes.add(scene)
      return () => {
        left = scene.cameraPose()
        scenes.delete(scene)
      }
    },
    follow(leader, pose) {
      for (const scene of scenes) if (scene !== leader) scene.setCameraPose(pose)
    },
    each(act) {
      for (const scene of scenes) act(scene)
    },
  }
}
