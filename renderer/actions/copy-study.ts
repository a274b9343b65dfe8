import { createStudy } from '../state/app.ts'
import { type Action, hasStudy } from './action.ts'

/** A study of its own with the line as it stands: also the way out of a folder that cannot be written. */
export const copyStudy: Action = {
  id: 'copy study',
  label: 'copyStudy',
  when: hasStudy,
  async run(app) {
    const { open, text } = app.study.getState()
    const taken = (await app.engine.studies({})).map(({ name }) => name)
    await createStudy(app, freeName(`${open?.name}-copy`, taken), text)
  },
}

/** `name`, or `name-2` and so on where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!taken.includes(candidate)) return candidate
  }
}
