import { takeOrders } from '../../core/engine/orders.ts'
import type { Proposals, TrainingOrder } from '../../core/engine/worker-messages.ts'
import { electronPort } from './parent.ts'

const port = electronPort()
if (port === undefined) throw new Error('This is started by Electron. Elsewhere the engine starts its own trainers.')

/** Trains as it is told to. Whoever started it ends it after its last news. */
const take = takeOrders(async (news) => port.postMessage(news))
port.on('message', ({ data }) => void take(data as TrainingOrder | Proposals))
