import OpenAI from 'openai'
import { ReasonerError } from './reasoner.ts'

/** Where a server that speaks the OpenAI API is, and how to ask it. */
export interface ClientSettings {
  /** Where its API begins, such as http://localhost:8080/v1. */
  readonly url: string
  readonly key?: string
  /** How long one answer may take, s. */
  readonly timeout: number
}

const neededHeaders = ['accept', 'authorization', 'content-type']

/** A client that contacts nothing until it is asked to. Throws `ReasonerError` for an address that is none. */
export function clientOf({ url, key = 'none', timeout }: ClientSettings): OpenAI {
  const { origin, href } = addressOf(url)
  return new OpenAI({
    baseURL: href,
    apiKey: key,
    // The package would take these from the environment, where they are meant for someone else.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    timeout: timeout * 1000,
    maxRetries: 2,
    fetch: staying(origin),
  })
}

function addressOf(url: string): URL {
  const address = URL.parse(url)
  if (address === null || !/^https?:$/.test(address.protocol) || address.username || address.password) {
    const remedy = 'Write where its API begins, such as http://localhost:8080/v1, and a key apart from it.'
    throw new ReasonerError('The address of the reasoner is no http address', remedy, url)
  }
  return address
}

/** A fetch that goes nowhere else, follows nothing, and tells no more than it must. */
const staying =
  (origin: string): typeof fetch =>
  (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== origin) return Promise.reject(new TypeError(`${url.origin} is not ${origin}`))
    const all = new Headers(init.headers)
    const headers = neededHeaders.flatMap((name): [string, string][] => {
      const value = all.get(name)
      return value === null ? [] : [[name, value]]
    })
    return fetch(input, { ...init, headers, redirect: 'manual' })
  }
