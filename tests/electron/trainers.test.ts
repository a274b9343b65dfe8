import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import type { UtilityProcess } from 'electron'
import type { TrainingOrder } from '../../core/engine/worker-messages.ts'
import { trainersOver } from '../../electron/engine-process/trainers.ts'
import { startTrainersFor } from '../../electron/main/trainers.ts'

/** A double of Electron's process, whose binary is not present: it keeps what it is sent and says what a test has it say. */
class ProcessDouble extends EventEmitter {
  readonly received: unknown[] = []
  postMessage = (message: unknown) => {
    this.received.push(message)
    this.emit('received', message)
  }
  kill = () => this.emit('exit', 0)
}

const order = { text: 'line: a' } as TrainingOrder

/** An engine's process whose training processes are doubles too. */
function engineWithTrainers() {
  const engine = new ProcessDouble()
  const started: ProcessDouble[] = []
  startTrainersFor(engine as unknown as UtilityProcess, () => {
    const trainer = new ProcessDouble()
    started.push(trainer)
    return trainer as unknown as UtilityProcess
  })
  const spawn = trainersOver({
    post: (message) => engine.emit('message', message),
    onMessage: (listener) => engine.on('received', listener),
    onClose() {},
  })
  const heard: string[] = []
  const train = (name: string) => {
    const trainer = spawn()
    trainer.onMessage((news) => heard.push(`${name} ${news.kind}`))
    trainer.onClose((why) => heard.push(`${name} ended: ${why}`))
    trainer.post(order)
    return trainer
  }
  return { engine, started, heard, train }
}

test('each training process gets its order, its news reach the engine, and it ends after the last', () => {
  const { started, heard, train } = engineWithTrainers()
  train('one')
  train('two')
  assert.deepEqual(started[0]?.received, [order])
  started[1]?.emit('message', { kind: 'progress' })
  started[0]?.emit('message', { kind: 'checkpoint' })
  started[0]?.emit('message', { kind: 'done' })
  started[1]?.emit('message', { kind: 'failed' })
  assert.deepEqual(heard, [
    'two progress',
    'one checkpoint',
    'one done',
    'one ended: exit code 0',
    'two failed',
    'two ended: exit code 0',
  ])
})

test('a training process ends when the engine says so, or ends itself', () => {
  const { engine, started, heard, train } = engineWithTrainers()
  const one = train('one')
  train('two')
  train('three')
  one.kill()
  started[1]?.emit('exit', 139)
  assert.deepEqual(heard, ['one ended: exit code 0', 'two ended: exit code 139'])
  let ended = false
  started[2]?.once('exit', () => {
    ended = true
  })
  engine.emit('exit', 1)
  assert.ok(ended)
})
