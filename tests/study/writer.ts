import { openStudy } from '../../core/study/study.ts'

/** A process that works on a study: `checkpoints` until it is killed, or `metrics`, 200 batches of them. */
const [, , directory, task] = process.argv
const study = openStudy(directory!, { create: true })
const lineHash = study.saveLine('Writer', 'line: writer')
const runId = study.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })

if (task === 'metrics') {
  for (let step = 0; step < 200; step++) study.appendMetrics(runId, [{ step, name: 'loss', value: step }])
  study.finishRun(runId, 'done')
  study.close()
} else {
  for (let iteration = 1; ; iteration++) {
    const parameters = new Float32Array(200_000).fill(iteration)
    study.saveCheckpoint({ runId, workerSeed: 1, iteration, parameters, state: { iteration } })
    if (iteration === 3) process.stdout.write(`${runId}\n`)
  }
}
