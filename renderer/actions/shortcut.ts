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
const isWriting = (focused: Element | null) =>
  focused instanceof HTMLElement && (focused.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(focused.tagName))

/** Whether what has the focus needs these keys for itself: a field its letters and its own undo, a button the space bar. */
export function keepsKeys(focused: Element | null, keys: string): boolean {
  if (isWriting(focused)) return /^Mod\+(Shift\+)?Z$/.test(keys) || !/^(Mod|Alt)\+/.test(keys)
  return keys === 'Space' && focused?.closest('button, a, summary, [role="button"]') != null
}
