import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortcutOf, shownShortcut } from '../../../renderer/actions/shortcut.ts'

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held } as KeyboardEvent)

test('letters tell whether Shift is held, signs do not: where they lie differs', () => {
  assert.equal(pressed('z', { ctrlKey: true }), 'Mod+Z')
  assert.equal(pressed('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z')
  assert.equal(pressed('+'), '+')
  assert.equal(pressed('+', { shiftKey: true }), '+')
  assert.equal(pressed('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft')
})

test('keys without a sign of their own are shown by one', () => {
  assert.equal(pressed(' '), 'Space')
  assert.equal(shownShortcut(pressed('ArrowRight', { altKey: true })), 'Alt+→')
})
