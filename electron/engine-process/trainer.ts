import { carryOut } from '../../core/engine/carry-out.ts'
import type { TrainingOrder } from '../../core/engine/worker-messages.ts'
import { electronPort } from './parent.ts'

const port = electronPort()
if (port === undefined) throw new Error('This is started by Electron. Elsewhere the engine starts its own trainers.')

/** Trains as it is told to. Whoever started it ends it after its last news. */
port.once('message', ({ data }) => {
  void carryOut(data as TrainingOrder, async (news) => port.postMessage(news))
})
