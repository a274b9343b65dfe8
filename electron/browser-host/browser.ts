import { spawn } from 'node:child_process'
import { platform } from 'node:process'

/** Opens the address in the browser of this desktop; false where there is no desktop to open it on. */
export function openInBrowser(address: string, environment: NodeJS.ProcessEnv): boolean {
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return false
  const [command, ...arguments_] = commands[platform] ?? ['xdg-open']
  const opening = spawn(command, [...arguments_, address], { detached: true, stdio: 'ignore' })
  opening.on('error', () => console.error('No browser could be opened. Open the address above yourself.'))
  opening.unref()
  return true
}

const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
}
