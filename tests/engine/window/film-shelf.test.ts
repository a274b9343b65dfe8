import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShelf } from '../../../core/engine/window/shelf.ts'

/** A shelf of words, and what was made for it and released from it. */
function wordShelf(places: number) {
  const made: string[] = []
  const released: string[] = []
  const shelf = createShelf<string>(places, async (word) => {
    released.push(word)
  })
  const lend = <Result>(word: string, use: (word: string) => Promise<Result>) => {
    const make = async () => {
      made.push(word)
      return word
    }
    return shelf.lend(word, make, use)
  }
  return { made, released, shelf, lend, look: (word: string) => lend(word, async (it) => it) }
}

test('what is asked for again is not made again, and what was not asked for longest goes first', async () => {
  const { made, released, look } = wordShelf(2)
  for (const word of ['a', 'b', 'a', 'c', 'a', 'b']) assert.equal(await look(word), word)
  assert.deepEqual(made, ['a', 'b', 'c', 'b'])
  assert.deepEqual(released, ['b', 'c'])
})

test('what is in use is not released, however full the shelf is', async () => {
  const { made, released, lend, look } = wordShelf(1)
  await lend('a', async () => {
    await look('b')
    await look('c')
    assert.ok(!released.includes('a'))
    assert.equal(await look('a'), 'a')
  })
  assert.deepEqual(made, ['a', 'b', 'c'])
  assert.deepEqual(released, ['b', 'c'])
})

test('what could not be made is tried again, and what fails in use stays', async () => {
  const { made, shelf, lend, look } = wordShelf(1)
  const broken = () => Promise.reject(new Error('no session'))
  await assert.rejects(
    shelf.lend('a', broken, async (it) => it),
    /no session/,
  )
  assert.equal(await look('a'), 'a')
  await assert.rejects(lend('a', broken), /no session/)
  await look('a')
  assert.deepEqual(made, ['a'])
})
