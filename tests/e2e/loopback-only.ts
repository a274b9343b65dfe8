/** Loaded ahead of every process under test: notes each address outside this machine that one of them connects to. */
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'

const log = process.env.DREAMLINE_STRANGERS
const connect = Socket.prototype.connect

Socket.prototype.connect = function (this: Socket, ...call: unknown[]) {
  const [first] = call.flat() as [{ host?: string; path?: string } | number | string | undefined]
  const host =
    typeof first === 'object' ? (first.path === undefined ? (first.host ?? 'localhost') : 'localhost') : 'localhost'
  if (log !== undefined && !/^(localhost|127\.|::1)/.test(host)) appendFileSync(log, `${host}\n`)
  return Reflect.apply(connect, this, call)
} as typeof connect
