/** A press that moves further than this turns the camera and picks nothing, pixels. */
const clickSlack = 4

export interface PickListener {
  onClick(x: number, y: number): void
  /** Where the pointer is over the picture; nothing when it has left or is pressed. */
  onHover(x: number | undefined, y: number | undefined): void
}

/** Tells clicks from drags. Positions are CSS pixels from the top left of the element. */
export function listenForPicks(element: HTMLElement, { onClick, onHover }: PickListener): { stop(): void } {
  const listening = new AbortController()
  const { signal } = listening
  let pressed: { readonly x: number; readonly y: number } | undefined
  element.addEventListener(
    'pointerdown',
    ({ offsetX, offsetY, button }) => {
      pressed = button === 0 ? { x: offsetX, y: offsetY } : undefined
      onHover(undefined, undefined)
    },
    { signal },
  )
  element.addEventListener(
    'pointerup',
    ({ offsetX, offsetY }) => {
      const from = pressed
      pressed = undefined
      if (from && Math.hypot(offsetX - from.x, offsetY - from.y) <= clickSlack) onClick(offsetX, offsetY)
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    ({ offsetX, offsetY, buttons }) => {
      if (buttons === 0) onHover(offsetX, offsetY)
    },
    { signal },
  )
  element.addEventListener('pointerleave', () => onHover(undefined, undefined), { signal })
  return { stop: () => listening.abort() }
}
