/** The keys of a key press in the form of `Action.shortcut`. */
export function shortcutOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  // Which signs need Shift differs from keyboard to keyboard.
  const shift = shiftKey && !/^[^\p{L}]$/u.test(key)
  const held = [(ctrlKey || metaKey) && 'Mod', altKey && 'Alt', shift && 'Shift'].filter(Boolean)
  return [...held, key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key].join('+')
}

/** A shortcut as a person reads it. */
export const shownShortcut = (shortcut: string) =>
  shortcut.replace('Mod', 'Ctrl').replace('ArrowLeft', '←').replace('ArrowRight', '→')

/** Fields keep their own undo and their own letters. */
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Whether what has the focus needs these keys for itself: a field its letters and its own undo, a button the space bar. */
export function keepsKeys(target: EventTarget | null, keys: string): boolean {
  if (isWriting(target)) return /^Mod\+(Shift\+)?Z$/.test(keys) || !/^(Mod|Alt)\+/.test(keys)
  return keys === 'Space' && target instanceof Element && target.closest('button, a, summary, [role="button"]') !== null
}
