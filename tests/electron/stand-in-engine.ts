import { EngineError, type ReasonReport } from '../../core/engine/contract.ts'
import type { LineReading, Notice, WindowEngine, WindowJob } from '../../core/engine/window/contract.ts'
import { takeKeys } from '../../electron/engine-process/key-messages.ts'
import { parentChannel } from '../../electron/engine-process/parent.ts'
import { serveShell } from '../../electron/engine-process/serve.ts'

/**
 * A stand-in for the engine, in a process as the real one has: it does at once what the real one does by accident. The
 * text that it is to read says what.
 */
const accidents: Readonly<Record<string, () => unknown>> = {
  end: () => process.exit(3),
  hang: () => {
    for (;;) {}
  },
  fail: () => {
    throw new TypeError('this is no function')
  },
  refuse: () => {
    throw new EngineError([{ message: 'No.', remedy: 'Ask for less.', where: 'here' }], { refused: true })
  },
  'say what no wire carries': () => () => {},
  'show the key': () => ({ problems: [], key: process.env.DREAMLINE_REASONER_KEY ?? '' }),
}

function forWindow(onNotice: (notice: Notice) => void): WindowEngine & { close(): void } {
  const calls: Partial<WindowEngine> = {
    readLine: async ({ text }) => {
      return (accidents[text]?.() ?? { problems: [] }) as LineReading
    },
    curves: async () => [{ name: 'cost', seed: 1, steps: Float64Array.of(1, 2), values: Float64Array.of(0.5, 0.25) }],
    saveDiagram: async ({ study }) => onNotice({ kind: 'study taken', study }),
    dream: async (_, { onProgress, signal }: WindowJob = {}) => {
      onProgress?.({ task: 'Dreaming', done: 1, total: 2, unit: 'dreams' })
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    },
    reason: async (_, { onReasoning }: WindowJob = {}) => {
      for (const piece of ['The weld ', 'opens.']) onReasoning?.(piece)
      return { reasoning: 'The weld opens.' } as ReasonReport
    },
    closeStudy: async () => {},
  }
  return { ...(calls as WindowEngine), close: () => console.log('a window was closed') }
}

const parent = parentChannel()
takeKeys(parent)
serveShell({ forWindow }, parent)
