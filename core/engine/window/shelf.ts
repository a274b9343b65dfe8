/** Things that are dear to make and must be released, kept for whoever asks again; those not asked for longest go first. */
export interface Shelf<Item> {
  /** Makes the thing where it is not there, and keeps it at least until `use` is over. */
  lend<Result>(name: string, make: () => Promise<Item>, use: (item: Item) => Promise<Result>): Promise<Result>
}

export function createShelf<Item>(places: number, release: (item: Item) => Promise<void>): Shelf<Item> {
  const shelf = new Map<string, { readonly item: Promise<Item>; users: number }>()

  const clearOut = async () => {
    const idle = [...shelf].filter(([, { users }]) => users === 0)
    for (const [name, { item }] of idle.slice(0, Math.max(0, shelf.size - places))) {
      shelf.delete(name)
      await release(await item)
    }
  }

  return {
    async lend(name, make, use) {
      const place = shelf.get(name) ?? { item: make(), users: 0 }
      shelf.delete(name)
      shelf.set(name, place)
      place.users += 1
      try {
        const item = await place.item.catch((error) => {
          if (shelf.get(name) === place) shelf.delete(name)
          throw error
        })
        return await use(item)
      } finally {
        place.users -= 1
        await clearOut()
      }
    },
  }
}
