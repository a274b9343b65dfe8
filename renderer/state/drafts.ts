/** Text that is not on disk yet, kept where a crash of the window does not reach it. */
export interface Drafts {
  keep(study: string, text: string): void
  find(study: string): string | undefined
  drop(study: string): void
}

const key = (study: string) => `dreamline draft of ${study}`

export const draftsIn = (storage: Storage): Drafts => ({
  keep(study, text) {
    try {
      storage.setItem(key(study), text)
    } catch {
      // A full storage costs the second copy; the file on disk is the first.
    }
  },
  find: (study) => storage.getItem(key(study)) ?? undefined,
  drop: (study) => storage.removeItem(key(study)),
})
