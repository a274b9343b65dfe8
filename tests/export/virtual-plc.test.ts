import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
import { block, evaluate } from './virtual-plc-block.ts'

test('operators bind as IEC 61131-3 ranks them', () => {
  assert.equal(evaluate('DINT', '2 + 3 * 4'), 14)
  assert.equal(evaluate('DINT', '(2 + 3) * 4'), 20)
  assert.equal(evaluate('DINT', '20 - 5 - 3'), 12)
  assert.equal(evaluate('DINT', '-7 / 2'), -3)
  assert.equal(evaluate('DINT', '17 MOD 5 * 2'), 4)
  assert.equal(evaluate('DINT', '2 - -3'), 5)
  assert.equal(evaluate('REAL', '2.0 * 3.0 ** 2.0'), 18)
  assert.equal(evaluate('BOOL', 'TRUE OR FALSE AND FALSE'), true)
  assert.equal(evaluate('BOOL', 'TRUE OR TRUE XOR TRUE'), true)
  assert.equal(evaluate('BOOL', 'TRUE XOR TRUE & FALSE'), true)
  assert.equal(evaluate('BOOL', 'NOT FALSE AND FALSE'), false)
  assert.equal(evaluate('BOOL', '1 + 1 = 2 AND 3 < 4'), true)
  assert.equal(evaluate('BOOL', '1 < 2 = TRUE'), true)
})

test('REAL rounds to float32 after every operation and LREAL does not', () => {
  assert.equal(evaluate('REAL', '0.1 + 0.2'), Math.fround(Math.fround(0.1) + Math.fround(0.2)))
  assert.equal(evaluate('LREAL', '0.1 + 0.2'), 0.1 + 0.2)
  assert.equal(evaluate('REAL', '(16777216.0 + 1.0) - 16777216.0'), 0)
  assert.equal(evaluate('REAL', 'EXP(1.0)'), Math.fround(Math.E))
  assert.equal(evaluate('REAL', '3.0E38 * 10.0'), Number.POSITIVE_INFINITY)
})

test('integers wrap to their width and divide towards zero', () => {
  assert.equal(evaluate('INT', 'a + 1', 'VAR a : INT := 32767; END_VAR'), -32768)
  assert.equal(evaluate('UINT', 'a - 1', 'VAR a : UINT := 0; END_VAR'), 65535)
  assert.equal(evaluate('DINT', 'a * a', 'VAR a : DINT := 65537; END_VAR'), 131073)
  assert.equal(evaluate('INT', 'DINT_TO_INT(70000)'), 4464)
  assert.equal(evaluate('INT', '-7 MOD 4'), -3)
  assert.throws(() => evaluate('INT', '7 / a', 'VAR a : INT; END_VAR'), /\/ by the integer zero/)
})

test('NaN fails every comparison but <> and passes through MIN, MAX and LIMIT', () => {
  const nan = 'VAR n, z : REAL; END_VAR'
  for (const comparison of ['n = n', 'n < 1.0', 'n > 1.0', 'n <= 1.0', 'n >= 1.0']) {
    const made = block(`${nan} VAR_OUTPUT b : BOOL; END_VAR`, `n := z / z; b := ${comparison};`)
    made.scan()
    assert.equal(made.get('b'), false, comparison)
  }
  for (const result of ['LIMIT(0.0, n, 1.0)', 'MIN(1.0, n)', 'MAX(n, 1.0)', 'SQRT(-1.0)', 'n + 1.0']) {
    const made = block(`${nan} VAR_OUTPUT r : REAL; END_VAR`, `n := z / z; r := ${result};`)
    made.scan()
    assert.ok(Number.isNaN(made.get('r')), result)
  }
  const made = block(`${nan} VAR_OUTPUT b : BOOL; r : REAL; END_VAR`, 'n := z / z; b := n <> n; r := 1.0 / z;')
  made.scan()
  assert.equal(made.get('b'), true)
  assert.equal(made.get('r'), Number.POSITIVE_INFINITY)
})

test('standard functions compute what the standard says', () => {
  assert.equal(evaluate('INT', 'LIMIT(0, 7, 5)'), 5)
  assert.equal(evaluate('REAL', 'MAX(1.0, 3.0, 2.0)'), 3)
  assert.equal(evaluate('REAL', 'SEL(TRUE, 1.0, 2.0)'), 2)
  assert.equal(evaluate('REAL', 'MUX(2, 1.0, 2.0, 3.0)'), 3)
  assert.equal(evaluate('REAL', 'EXPT(2.0, 10.0)'), 1024)
  assert.equal(evaluate('REAL', 'LOG(1000.0)'), 3)
  assert.equal(evaluate('REAL', 'ABS(-1.5)'), 1.5)
  assert.equal(evaluate('DINT', 'TRUNC(-2.9)'), -2)
  assert.equal(evaluate('INT', 'REAL_TO_INT(2.5)'), 2)
  assert.equal(evaluate('INT', 'REAL_TO_INT(3.5)'), 4)
  assert.equal(evaluate('INT', 'REAL_TO_INT(-2.5)'), -2)
  assert.equal(evaluate('REAL', 'BOOL_TO_REAL(TRUE) + DINT_TO_REAL(16777217)'), 16777216)
  assert.throws(() => evaluate('INT', 'REAL_TO_INT(4.0E4)'), /REAL_TO_INT of 40000 is outside -32768\.\.32767/)
  assert.throws(() => evaluate('REAL', 'MUX(2, 1.0, 2.0)'), /MUX has inputs 0 to 1 and was asked for 2/)
})

test('loops count, step, leave and return', () => {
  const made = block(
    'VAR_OUTPUT forward, backward, odd, repeated, left : DINT; END_VAR VAR i, j : DINT; END_VAR',
    `forward := 0; backward := 0; odd := 0; repeated := 0; left := 0; j := 0;
     FOR i := 1 TO 10 DO forward := forward + i; END_FOR;
     FOR i := 10 TO 1 BY -3 DO backward := backward + i; END_FOR;
     FOR i := 5 TO 4 DO odd := 99; END_FOR;
     WHILE j < 7 DO j := j + 1; IF j MOD 2 = 1 THEN odd := odd + 1; END_IF; END_WHILE;
     REPEAT repeated := repeated + 1; UNTIL repeated >= 3 END_REPEAT;
     FOR i := 0 TO 9 DO
       FOR j := 0 TO 9 DO IF j = 2 THEN EXIT; END_IF; left := left + 1; END_FOR;
       IF i = 4 THEN RETURN; END_IF;
     END_FOR;
     left := -1;`,
  )
  made.scan()
  const outputs = ['forward', 'backward', 'odd', 'repeated', 'left', 'i'].map((name) => made.get(name))
  assert.deepEqual(outputs, [55, 22, 4, 3, 10, 4])
})

test('CASE takes the branch whose value, list or range holds', () => {
  const made = block(
    'VAR_INPUT k : INT; END_VAR VAR_OUTPUT r : INT; END_VAR',
    'CASE k OF -1: r := 10; 1, 3: r := 20; 5..8: r := 30; r := r + 1; ELSE r := 40; END_CASE;',
  )
  const answers = [-1, 1, 2, 3, 5, 8, 9].map((k) => {
    made.set('k', k)
    made.scan()
    return made.get('r')
  })
  assert.deepEqual(answers, [10, 20, 40, 20, 31, 31, 40])
})

test('arrays lie in row-major order and refuse an index outside', () => {
  const made = block(
    `VAR_INPUT i : INT; END_VAR VAR_OUTPUT picked : REAL; all : GRID; END_VAR
     VAR m : ARRAY[0..1, 1..3] OF REAL := [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; END_VAR`,
    'picked := m[1, i]; all[2] := picked; all[-1] := 7.0;',
    'TYPE GRID : ARRAY[-1..2] OF REAL; END_TYPE',
  )
  made.set('i', 2)
  made.scan()
  assert.equal(made.get('picked'), 5)
  assert.deepEqual(made.get('ALL'), Float32Array.of(7, 0, 0, 5))
  made.set('i', 4)
  assert.throws(() => made.scan(), /line 5, column 11: the index 4 of M is outside 1\.\.3/)
})

test('structures and arrays of one type are copied whole', () => {
  const made = block(
    'VAR_OUTPUT r : REAL; END_VAR VAR a, b : PLANT; v : VALUES; END_VAR',
    'v[1] := 4.0; a.level := 2.0; a.values := v; b := a; a.level := 9.0; v[1] := 0.0; r := b.level + b.values[1];',
    'TYPE VALUES : ARRAY[0..1] OF REAL; PLANT : STRUCT level : REAL; values : VALUES; END_STRUCT; END_TYPE',
  )
  made.scan()
  assert.equal(made.get('r'), 6)
  assert.equal(made.get('b.level'), 2)
})

const counter = `FUNCTION_BLOCK COUNTER
  VAR_INPUT amount : INT := 1; END_VAR VAR_OUTPUT count : INT; END_VAR VAR_TEMP scratch : INT := 5; END_VAR
  scratch := scratch + amount; count := count + scratch - 5;
END_FUNCTION_BLOCK`

test('instances keep their own state between scans, VAR_TEMP does not, and reset forgets it', () => {
  const made = block(
    'VAR_OUTPUT first, second : INT; END_VAR VAR a, b : COUNTER; END_VAR',
    'a(); b(amount := 10, count => second); first := a.count;',
    counter,
  )
  made.scan()
  made.scan()
  assert.deepEqual([made.get('first'), made.get('second'), made.get('a.count')], [2, 20, 2])
  made.reset()
  made.scan()
  assert.deepEqual([made.get('first'), made.get('second')], [1, 10])
})

test('VAR_IN_OUT changes the variable of the caller', () => {
  const made = block(
    'VAR_OUTPUT v : VALUES; END_VAR VAR f : FILL; END_VAR',
    'f(filled := v, value := 2.5);',
    `TYPE VALUES : ARRAY[0..2] OF REAL; END_TYPE
     FUNCTION_BLOCK FILL VAR_IN_OUT filled : VALUES; END_VAR VAR_INPUT value : REAL; END_VAR VAR i : INT; END_VAR
     FOR i := 0 TO 2 DO filled[i] := filled[i] + value; END_FOR; END_FUNCTION_BLOCK`,
  )
  made.scan()
  made.scan()
  assert.deepEqual(made.get('v'), Float32Array.of(5, 5, 5))
})

test('functions forget between calls and may be nested in their own inputs', () => {
  const made = block(
    'VAR_OUTPUT r : REAL; again : REAL; END_VAR',
    'r := DIFFERENCE(10.0, DIFFERENCE(b := 2.0, a := 5.0)); again := DIFFERENCE(DIFFERENCE(9.0, 4.0), 1.0);',
    `FUNCTION DIFFERENCE : REAL VAR_INPUT a, b : REAL; END_VAR VAR kept : REAL; END_VAR
     kept := kept + a - b; DIFFERENCE := kept; END_FUNCTION`,
  )
  made.scan()
  made.scan()
  assert.deepEqual([made.get('r'), made.get('again')], [7, 4])
})

test('names are case-insensitive and comments may span lines', () => {
  const made = block('VAR_OUTPUT Level : real; End_Var', '(* first\n second *) LEVEL := 1.5; (**)')
  made.scan()
  assert.equal(made.get('lEVEL'), 1.5)
})

test('loops without an end are stopped as a watchdog would', () => {
  assert.throws(() => block('', 'WHILE TRUE DO END_WHILE;').scan(), /more than 10000000 times/)
  const overflow = block('VAR i : INT; END_VAR', 'FOR i := 32766 TO 32767 DO END_FOR;')
  assert.throws(() => overflow.scan(), /I overflows beyond 32767/)
  const still = block('VAR i, stride : INT; END_VAR', 'FOR i := 0 TO 1 BY stride DO END_FOR;')
  assert.throws(() => still.scan(), /a step of zero/)
})

test('a block takes only values that fit its inputs', () => {
  const made = block(
    'VAR_INPUT r : REAL; i : INT; b : BOOL; v : VALUES; END_VAR VAR_OUTPUT o : REAL; END_VAR',
    'o := r;',
    'TYPE VALUES : ARRAY[0..1] OF REAL; END_TYPE',
  )
  made.set('r', 0.1)
  assert.equal(made.get('r'), Math.fround(0.1))
  made.set('v', [0.5, 2])
  assert.deepEqual(made.get('v'), Float32Array.of(0.5, 2))
  assert.throws(() => made.set('i', 1.5), /i takes INT and was given 1.5/)
  assert.throws(() => made.set('i', 40_000), TypeError)
  assert.throws(() => made.set('b', 1), /b takes BOOL/)
  assert.throws(() => made.set('v', [1]), /v takes an array of 2/)
  assert.throws(() => made.set('r', [1]), /r takes one value/)
  assert.throws(() => made.set('o', 1), /TESTED has no input o/)
  assert.throws(() => made.get('x'), /TESTED has no variable x/)
  assert.throws(() => instantiate(parse(counter), 'OTHER'), /no FUNCTION_BLOCK or PROGRAM OTHER/)
})
