import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryUse } from '../../../core/export/evidence/memory-use.ts'
import { countOperations, totalOf } from '../../../core/export/evidence/operations.ts'
import { scanTimes } from '../../../core/export/evidence/scan-time.ts'
import { check } from '../../../core/export/virtual-plc/check.ts'
import { parse } from '../../../core/export/virtual-plc/parse.ts'

const unitOf = (declarations: string, body: string) =>
  check(parse(`FUNCTION_BLOCK TESTED\n${declarations}\n${body}\nEND_FUNCTION_BLOCK`)).units.get('TESTED')!

const declared = 'VAR\n  index : INT;\n  list : ARRAY[0..9] OF REAL;\n  sum : REAL;\nEND_VAR'
const counted = (body: string) => {
  const counts = countOperations(unitOf(declared, body))
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

test('operations of a loop count once a turn', () => {
  assert.deepEqual(counted('FOR index := 0 TO 9 DO sum := sum + list[index] * 2.0; END_FOR;'), {
    additions: 10,
    multiplications: 10,
    arrayReads: 10,
    assignments: 10,
    loopTurns: 10,
  })
  assert.deepEqual(counted('FOR index := 9 TO 1 BY -2 DO sum := EXP(sum) / 3.0; END_FOR;'), {
    divisions: 5,
    exponentials: 5,
    assignments: 5,
    loopTurns: 5,
  })
  assert.deepEqual(counted('FOR index := 3 TO 2 DO sum := 1.0; END_FOR;'), {})
})

test('of an IF all conditions count and the dearest branch', () => {
  const body =
    'IF sum > 1.0 THEN sum := 1.0; ELSIF NOT (sum = sum) THEN sum := sum - 1.0; ELSE sum := -sum * sum; END_IF;'
  assert.deepEqual(counted(body), { comparisons: 2, logic: 1, additions: 1, multiplications: 1, assignments: 1 })
})

test('a loop that may turn for ever has no count', () => {
  assert.throws(() => counted('WHILE sum < 1.0 DO sum := sum + 1.0; END_WHILE;'), RangeError)
  assert.throws(() => counted('FOR index := 0 TO index DO sum := 1.0; END_FOR;'), RangeError)
})

test('memory is told apart by how long it is kept', () => {
  const unit = unitOf(
    'VAR_INPUT\n  flag : BOOL;\nEND_VAR\nVAR CONSTANT\n  weights : ARRAY[0..2] OF REAL := [1.0, 2.0, 3.0];\nEND_VAR\nVAR\n  state : LREAL;\nEND_VAR\nVAR_TEMP\n  row : INT;\nEND_VAR',
    'row := 1;',
  )
  assert.deepEqual(memoryUse(unit), { constants: 12, retained: 9, temporary: 2 })
})

test('an estimated scan says what it assumes, and grows with the operations', () => {
  const counts = countOperations(unitOf(declared, 'FOR index := 0 TO 9 DO sum := sum + EXP(list[index]); END_FOR;'))
  assert.equal(totalOf(counts), 50)
  for (const { milliseconds, operationsPerMicrosecond, assumption } of scanTimes(counts)) {
    assert.ok(Math.abs(milliseconds / ((50 + 19 * 10) / operationsPerMicrosecond / 1000) - 1) < 0.05)
    assert.match(assumption, /assumed|as if every operation took that long/)
  }
})
