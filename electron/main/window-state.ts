import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BrowserWindow, Rectangle, Screen } from 'electron'

export interface WindowState extends Partial<Rectangle> {
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

const usual: WindowState = { width: 1440, height: 900, maximized: false }

/** Where the window was when it was last closed; the usual size where it has not been, or on a screen that is gone. */
export function readWindowState(file: string, screen: Screen): WindowState {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    const { x, y, width, height, maximized } = kept
    const numbers = [x, y, width, height]
    if (!numbers.every(Number.isSafeInteger)) return usual
    return isSeen(kept as Rectangle, screen) ? { ...(kept as Rectangle), maximized: maximized === true } : usual
  } catch {
    return usual
  }
}

/** Whether the bar by which a window is moved lies on some screen. */
const isSeen = ({ x, y, width }: Rectangle, screen: Screen) =>
  screen.getAllDisplays().some(({ workArea }) => {
    const right = workArea.x + workArea.width
    return x + width > workArea.x && x < right && y >= workArea.y && y < workArea.y + workArea.height
  })

export function keepWindowState(file: string, window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(state))
    } catch {
      // The next window opens in its usual size, which is no reason to keep this one.
    }
  })
}
