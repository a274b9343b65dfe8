import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** What was asked of the double, as far as tests look at it. */
export interface Asked {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly response_format?: { readonly type: string; readonly json_schema: { readonly schema: object } }
  readonly max_tokens?: number
  /** Texts of which vectors are wanted. */
  readonly input?: readonly string[]
}

/** How the double answers one request. */
export type Reply = (response: ServerResponse, asked: Asked) => void | Promise<void>

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 0, model: 'double', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

/** Streams a text in pieces of seven characters, how it ended, and its tokens, of four characters each. */
export const says =
  (answer: string | object, finish: string | null = 'stop'): Reply =>
  (response, { messages }) => {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
    open(response)
    for (let at = 0; at < text.length; at += 7) response.write(chunk({ content: text.slice(at, at + 7) }))
    if (finish !== null) response.write(chunk({}, finish))
    const characters = messages.reduce((sum, { content }) => sum + content.length, text.length)
    const usage = { total_tokens: Math.ceil(characters / 4) }
    response.end(`data: ${JSON.stringify({ id: '1', choices: [], usage })}\n\ndata: [DONE]\n\n`)
  }

/** Thinks before it answers, in the manner of llama.cpp. */
export const thinks =
  (thought: string, answer: object): Reply =>
  (response) => {
    open(response)
    response.write(chunk({ reasoning_content: thought, content: null }))
    response.write(chunk({ content: JSON.stringify(answer) }))
    response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
  }

/** Begins to answer, and the connection is gone. */
export const drops: Reply = async (response) => {
  open(response)
  await new Promise((written) => response.write(chunk({ content: '{"reasoning": "The bea' }), written))
  response.destroy()
}

/** Answers and answers, whatever it was allowed. */
export const goesOn: Reply = (response) => {
  open(response)
  const more = () => {
    while (!response.destroyed && response.write(chunk({ content: 'and so on '.repeat(100) })));
  }
  response.on('drain', more)
  more()
}

/** Takes the request and says nothing. */
export const keepsSilent: Reply = () => {}

/** Gives vectors, one for each text and the last text's first: how the API orders them is not said. */
export const embeds =
  (vectorOf: (text: string) => readonly number[]): Reply =>
  (response, { input = [] }) => {
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })).reverse()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ object: 'list', model: 'double', data, usage: { prompt_tokens: 1, total_tokens: 1 } }),
    )
  }

export const fails =
  (status: number, headers: Readonly<Record<string, string>> = {}, message = 'scripted'): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message } }))
  }

/** A server that knows no JSON Schema, and says so. */
export const withoutSchemas =
  (otherwise: Reply): Reply =>
  (response, asked) =>
    asked.response_format === undefined
      ? otherwise(response, asked)
      : fails(400, {}, 'response_format is not supported')(response, asked)

/**
 * Stands for an OpenAI-compatible server: replies by a script, the last reply for all further requests; to all requests for
 * vectors by `embedding`. Closed after the test.
 */
export async function scriptedServer(context: TestContext, script: readonly Reply[], embedding: Reply = fails(404)) {
  const asked: Asked[] = []
  const embedded: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    if (request.url?.endsWith('/models')) {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'double', object: 'model' }] }))
      return
    }
    const question: Asked = { path: request.url ?? '', headers: request.headers, ...JSON.parse(body || '{}') }
    if (question.path.endsWith('/embeddings')) {
      embedded.push(question)
      return embedding(response, question)
    }
    asked.push(question)
    await script[Math.min(asked.length, script.length) - 1]?.(response, question)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, asked, embedded }
}
