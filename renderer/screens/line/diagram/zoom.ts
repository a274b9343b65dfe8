/** The zoom at which tags are as large as other text, which grows with the screen. */
export const usualZoom = () => (1.25 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 13

/** How the whole line is fitted into view. */
export const wholeLine = () => ({ padding: 0.12, maxZoom: usualZoom() })
