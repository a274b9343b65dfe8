import { closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import { costsApart, type DayCost, shareKept } from '../judge/kept.ts'
import type { JsonValue } from '../study/json.ts'
import { type Distilled, distil as distilTrees } from '../train/tree/distil.ts'
import { rulesIn } from '../train/tree/rule-text.ts'
import { depthOf } from '../train/tree/tree.ts'
import { type Activity, createTreePolicy } from '../train/tree/tree-policy.ts'
import type { DistilReport } from './contract/distil.ts'
import { type Engine, EngineError } from './contract.ts'
import { storedPolicy } from './policy-store.ts'
import { assertSeed } from './seed.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import type { PolicyDescription } from './train.ts'
import { fewestEnough } from './tree-choice.ts'

/** Leaves of the trees on the curve. */
const sizes = [4, 8, 16, 32, 64]
const usualScenarios = 1024

/** Distils a network of the study to trees, compares these and keeps one of them as a policy. */
export const distil: Engine['distil'] = (
  { study: directory, policy, leaves, seed = 1, scenarios = usualScenarios },
  job = {},
) =>
  inStudy(directory, false, async (study) => {
    const began = performance.now()
    assertSeed(seed)
    assertLeaves(leaves)
    const stored = await storedPolicy(study, policy ?? 'network')
    if (stored.description.rules !== undefined) {
      const message = `Policy ${stored.id} is a tree already.`
      throw new EngineError([{ message, remedy: 'Name a network, or leave it out for the latest.' }])
    }
    const configuration = { trainer: 'tree', policy: stored.id, leaves: leaves ?? null, scenarios }
    const run = startRun(study, 'train', stored.source.hash, seed, configuration)
    return recorded(study, run, job.signal, async () => {
      const { plant, observer, loop, parameters } = stored
      const { line } = plant
      const trees = await distilTrees({
        plant,
        observer,
        teacher: { controller: loop.controller, parameters },
        sizes: leaves === undefined ? sizes : [...sizes.filter((size) => size < leaves), leaves],
        seed,
        onStep: (done, total) => job.onProgress?.({ task: 'Distilling', done, total, unit: 'steps' }),
        signal: job.signal,
      })
      if (trees.length === 0) {
        const message = `Policy ${stored.id} does nothing that could be said in rules.`
        throw new EngineError([{ message, remedy: 'Train it longer.' }])
      }
      const loops = trees.map(({ rules }) => closeLoop(plant, createTreePolicy(line, observer, rules).controller))
      const candidates = [
        { loop: closeLoop(plant, baseline) },
        { loop, parameters },
        ...trees.map(({ numbers }, index) => ({ loop: loops[index]!, parameters: numbers })),
      ]
      const [today, network, ...costs] = await costsApart(candidates, { seed, scenarios, signal: job.signal })
      const curve = curveOf(trees, today!, network!, costs)
      const chosen = leaves === undefined ? fewestEnough(curve, today!.faultFree) : curve.length - 1
      const { rules, numbers } = trees[chosen]!
      const description: PolicyDescription = { ...stored.description, rules, from: stored.id }
      const kept = study.savePolicy({
        runId: run,
        description: description as unknown as JsonValue,
        parameters: numbers,
        validationScore: undefined,
      })
      const { controller } = createTreePolicy(line, observer, rules)
      return {
        run,
        from: stored.id,
        policy: kept,
        leaves: trees[chosen]!.leaves,
        baseline: today!,
        network: network!,
        curve,
        rules: rulesIn(controller, numbers)
          .map(({ output: { tag, unit }, activity, ...rule }) => ({ tag, unit, ...unseen, ...rule, ...activity }))
          .sort((a, b) => b.failing - a.failing),
        seconds: (performance.now() - began) / 1000,
      }
    })
  })

function assertLeaves(leaves: number | undefined): void {
  if (leaves === undefined || (Number.isInteger(leaves) && leaves >= 1 && leaves <= 256)) return
  throw new EngineError([{ message: `There is no tree of ${leaves} leaves.`, remedy: 'Take 1 to 256.' }])
}

const unseen: Activity = { failing: 0, ordinary: 0, mean: 0 }

type Curve = DistilReport['curve']

const curveOf = (trees: readonly Distilled[], today: DayCost, network: DayCost, costs: readonly DayCost[]): Curve =>
  trees.map(({ leaves, rules }, index) => {
    const cost = costs[index] as DayCost
    return {
      leaves,
      depth: Math.max(0, ...rules.trees.map(({ root }) => depthOf(root))),
      ...cost,
      kept: shareKept(today.faulty, network.faulty, cost.faulty),
    }
  })
