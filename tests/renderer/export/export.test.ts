import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportTargets } from '../../../core/engine/contract/export.ts'
import type { JudgeReport } from '../../../core/engine/contract.ts'
import { targets } from '../../../renderer/screens/export/exporting.ts'
import { permissionFor } from '../../../renderer/screens/export/permission.ts'
import { tolerancesIn } from '../../../renderer/screens/export/tolerances.ts'

/** A double: the permission depends on the verdict alone. */
const judged = (verdict: JudgeReport['verdict']) => ({ judge: { verdict } as JudgeReport })

test('only a policy that was judged, and not as worse, may be written out', () => {
  assert.equal(permissionFor({}), 'not judged')
  assert.equal(permissionFor(judged('worse')), 'worse')
  assert.equal(permissionFor(judged('no worse')), 'granted')
  assert.equal(permissionFor(judged('better')), 'granted')
})

test('the window offers every target of the engine', () => {
  assert.deepEqual(targets, exportTargets)
})

test('the tolerances are those of the manifest, and none where it is no manifest', () => {
  const manifest = { verification: { openLoop: { tolerance: 1e-5 }, closedLoop: { together: { tolerance: 1e-4 } } } }
  assert.deepEqual(tolerancesIn(JSON.stringify(manifest)), { openLoop: 1e-5, closedLoop: 1e-4 })
  for (const other of ['', '{', 'null', '{}', '{"verification":{"openLoop":{"tolerance":"1"},"closedLoop":{}}}']) {
    assert.equal(tolerancesIn(other), undefined, other)
  }
})
