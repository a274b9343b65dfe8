import { homedir } from 'node:os'
import { join } from 'node:path'
import { platform } from 'node:process'

/** Where an engine finds things on this machine. */
export interface Places {
  /** The folder of studies. */
  readonly studies: string
  /** The file of settings. */
  readonly settings: string
  /** The folder of bundled lines. */
  readonly samples: string
}

/** Where engineers look for what they made. */
export const usualStudies = () => join(homedir(), 'Dreamline')

/** Where programs of this system keep settings. */
export function usualSettings(environment: NodeJS.ProcessEnv): string {
  const home =
    platform === 'win32'
      ? (environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'))
      : (environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'))
  return join(home, 'Dreamline', 'settings.json')
}
