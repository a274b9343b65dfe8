/** The keys of a key press in the form of `Action.shortcut`. */
export function shortcutOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const held = [(ctrlKey || metaKey) && 'Mod', altKey && 'Alt', shiftKey && 'Shift'].filter(Boolean)
  return [...held, key.length === 1 ? key.toUpperCase() : key].join('+')
}

/** A shortcut as a person reads it. */
export const shownShortcut = (shortcut: string) => shortcut.replace('Mod', 'Ctrl')

/** Fields keep their own undo and their own letters. */
export const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
