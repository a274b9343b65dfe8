import type { JudgeReport } from '../../../core/engine/contract.ts'
import type { PolicyCard } from '../../../core/engine/window/contract.ts'

export type Cell = JudgeReport['failures'][number]

export interface Matrix {
  readonly policies: readonly (PolicyCard & { readonly judge: JudgeReport })[]
  readonly rows: readonly {
    readonly failure: string
    /** One for each policy; undefined where its judge met no such failure. */
    readonly cells: readonly (Cell | undefined)[]
  }[]
}

/** Failure modes, the dearest under today's control first, against the policies that have been judged. */
export function matrixOf(policies: readonly PolicyCard[]): Matrix {
  const judged = policies.flatMap(({ judge, ...card }) => (judge === undefined ? [] : [{ ...card, judge }]))
  const rows = new Map<string, (Cell | undefined)[]>()
  judged.forEach(({ judge }, column) => {
    for (const cell of judge.failures) {
      const cells = rows.get(cell.name) ?? judged.map(() => undefined)
      cells[column] = cell
      rows.set(cell.name, cells)
    }
  })
  const cost = (cells: readonly (Cell | undefined)[]) => cells.find((cell) => cell !== undefined)?.baseline ?? 0
  return {
    policies: judged,
    rows: [...rows].map(([failure, cells]) => ({ failure, cells })).sort((a, b) => cost(b.cells) - cost(a.cells)),
  }
}
