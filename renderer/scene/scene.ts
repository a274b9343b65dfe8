import type { Film, FilmEvent } from '../../core/engine/window/contract.ts'

export type Theme = 'light' | 'dark'
export type CameraPreset = 'overview' | 'front' | 'top' | 'selected'
export type MachineState = 'running' | 'starved' | 'blocked' | 'down' | 'stopped'

/** Every text of a view, in the language of its caller. */
export interface SceneWords {
  /** What the picture is, for those who do not see it. */
  readonly picture: string
  readonly machine: Readonly<Record<MachineState, string>>
  /** A number with its unit, such as `31.9 cm`. */
  value(value: number, unit: string): string
  /** A quantity or actuator, such as `level`. */
  quantity(name: string): string
  /** What an event's marker says, such as `T-101 leak`. */
  trouble(event: FilmEvent): string
  /** What stands over the line once it has tripped. */
  tripped(event: FilmEvent): string
}

/** Where the camera is and what it looks at. */
export interface CameraPose {
  readonly position: readonly [x: number, y: number, z: number]
  readonly target: readonly [x: number, y: number, z: number]
}

export interface SceneOptions {
  readonly theme: Theme
  readonly words: SceneWords
  /** A component was clicked, or the floor. */
  onPick(component: string | undefined): void
  /** The graphics device is gone; the view comes back by itself. */
  onLost(): void
  onRestored(): void
  /** The person moved the camera; another scene follows with `setCameraPose`. */
  onCamera?(pose: CameraPose): void
}

/** A view of a line during a film. Nothing is drawn until the browser's next frame, and only where something changed. */
export interface Scene {
  /** What the film shows at a scan; fractions lie between two scans. */
  show(film: Film, scan: number): void
  select(component: string | undefined): void
  setTheme(theme: Theme): void
  setCamera(preset: CameraPreset): void
  cameraPose(): CameraPose
  setCameraPose(pose: CameraPose): void
  /** Turns around and tilts over the target by radians, and comes nearer by a factor: for keys. */
  moveCamera(move: { readonly turn?: number; readonly tilt?: number; readonly nearer?: number }): void
  /** The whole line into the picture, seen from where the camera is. */
  fit(): void
  /** The host has another size. */
  resize(): void
  /** Frees everything and empties the host. */
  dispose(): void
}
