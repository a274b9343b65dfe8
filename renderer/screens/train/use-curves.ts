import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Curve } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'

/** The curves that the study keeps of its training runs, by the number of the run. */
export function useCurves(runs: readonly number[]): ReadonlyMap<number, readonly Curve[]> {
  const { engine, findings, messages } = useApp()
  const study = useStore(findings, ({ study }) => study)
  const [curves, setCurves] = useState<ReadonlyMap<number, readonly Curve[]>>(new Map())
  const wanted = runs.join()
  useEffect(() => {
    if (study === undefined) return
    let isWanted = true
    const numbers = wanted === '' ? [] : wanted.split(',').map(Number)
    Promise.all(numbers.map(async (run) => [run, await engine.curves({ study, run })] as const))
      .then((all) => isWanted && setCurves(new Map(all)))
      .catch(messages.getState().fail)
    return () => {
      isWanted = false
    }
  }, [engine, messages, study, wanted])
  return curves
}
