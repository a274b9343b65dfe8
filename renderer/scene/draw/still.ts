/** Whether the person wants nothing to move that need not. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
