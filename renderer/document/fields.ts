import { add, write } from './edit.ts'
import { remove } from './remove.ts'
import { renameFailure } from './rename.ts'
import type { Path } from './tree.ts'
import { type Fields, failureName, type KeptScenario, viewLine } from './view.ts'

/** Writes a field, or takes it away where `value` is empty: `['components', 'T-101', 'level']`, `['medium', 'density']`. */
export const setField = (text: string, path: Path, value: string): string =>
  value.trim() === '' ? remove(text, [path]) : write(text, path, value.trim())

/** Writes a field of the failure at `index`; scenarios follow where its name changes. */
export function setFailureField(text: string, index: number, field: string, value: string): string {
  const nameIn = (text: string) => failureName(viewLine(text).failures[index] ?? {})
  const changed = setField(text, ['failures', index, field], value)
  const [before, after] = [nameIn(text), nameIn(changed)]
  return before === after ? changed : renameFailure(changed, before, after)
}

export const addFailure = (text: string, failure: Fields): string => add(text, ['failures'], [failure])

/** Keeps a scenario in the line file; one of the same name is replaced. */
export function keepScenario(text: string, { name, faults }: KeptScenario): string {
  const place = viewLine(text).scenarios.findIndex((scenario) => scenario.name === name)
  const cleared = place < 0 ? text : remove(text, [['scenarios', place]])
  return add(cleared, ['scenarios'], [{ name, faults }])
}
