/** A binary heap of states by their cost. */
export class Queue {
  readonly #states: number[] = []
  readonly #costs: number[] = []

  push(state: number, cost: number) {
    const [states, costs] = [this.#states, this.#costs]
    let at = states.push(state) - 1
    costs.push(cost)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (costs[parent]! <= costs[at]!) break
      this.#swap(at, parent)
      at = parent
    }
  }

  pop(): number | undefined {
    const [states, costs] = [this.#states, this.#costs]
    const first = states[0]
    if (first === undefined) return undefined
    this.#swap(0, states.length - 1)
    states.pop()
    costs.pop()
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const least = left + 1 < states.length && costs[left + 1]! < costs[left]! ? left + 1 : left
      if (least >= states.length || costs[at]! <= costs[least]!) return first
      this.#swap(at, least)
      at = least
    }
  }

  #swap(a: number, b: number) {
    const [states, costs] = [this.#states, this.#costs]
    ;[states[a], states[b]] = [states[b]!, states[a]!]
    ;[costs[a], costs[b]] = [costs[b]!, costs[a]!]
  }
}
