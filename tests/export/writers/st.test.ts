import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeBlocks } from '../../../core/export/block.ts'
import { policyGraph } from '../../../core/export/policy.ts'
import { programModel } from '../../../core/export/program-model.ts'
import { wiringExample } from '../../../core/export/wiring.ts'
import { structuredText } from '../../../core/export/writers/st.ts'
import { testLoop, testParameters } from '../test-policy.ts'
import { withoutPositions } from './without-positions.ts'

const blocksOf = async (kind: 'trim' | 'direct') => {
  const loop = testLoop(kind)
  return writeBlocks(await policyGraph(loop, testParameters(loop.controller)))
}

/** Everything that the subset knows, with a comment wherever one can stand. */
const everything = `(* a *) TYPE (* b *) Pair : ARRAY[0..1] OF REAL; (* c *)
(* d *) State : STRUCT level : REAL; (* e *) (* f *) on, off : BOOL; END_STRUCT; END_TYPE (* g *)
FUNCTION Half : REAL (* h *) VAR_INPUT x : REAL; END_VAR (* i *) Half := x / 2.0; (* j *) END_FUNCTION
(* k
   l *)
FUNCTION_BLOCK Store VAR_INPUT x : REAL := 1.0; END_VAR VAR_OUTPUT y : REAL; (* m *)
  (* n *)
  (* o *) END_VAR
  (* p *) VAR_IN_OUT p : Pair; END_VAR
  y := y + Half(x); p[0] := y; END_FUNCTION_BLOCK
FUNCTION_BLOCK Tested VAR_INPUT a : REAL; k : INT; END_VAR VAR_OUTPUT r : REAL; END_VAR
  VAR CONSTANT w : ARRAY[-1..1, 0..1] OF REAL := [1.0, -2.0E-9, 3.4028235E+38, -0.0, 5.0, 6.0]; n : DINT := -2147483648; END_VAR
  VAR s : Store; p : Pair; t : State; i : INT; b : BOOL := TRUE; l : LREAL := 1.0E-300; END_VAR
  (* q *)
  s(x := a (* r *), p := p, y => r); (* s *) (* t *)
  (* u *) (* v *)
  FOR i := 0 TO 1 DO (* w *)
    IF b AND NOT (p[i] > 0.5) THEN EXIT; (* x *) ELSIF k MOD 2 = 0 THEN t.level := MAX(p[i], 1.0E-3); ELSE ; (* y *) END_IF; END_FOR; (* z *)
  CASE k OF (* 1 *) 1, 2..3: (* 2 *) r := -s.y; (* 3 *) -1: ; ELSE r := LIMIT(0.0, t.level, 1.0); END_CASE;
  REPEAT i := i - 1; UNTIL (* 4 *) TRUE END_REPEAT; (* 5 *)
  WHILE (b = TRUE) = (i > 3) OR b XOR b AND NOT b DO b := FALSE; (* 6 *) END_WHILE;
  r := (a - (w[0, 1] - -1.5)) * -a / (a ** (-1.0E-5)); r := -(-a); r := -(-1.5) - (-a); l := REAL_TO_LREAL(a * (-2.0) - 1.0);
  RETURN; (* 7 *)
END_FUNCTION_BLOCK (* 8 *)
`

test('what is written reads back to the same program, comments and all', async () => {
  for (const text of [everything, (await blocksOf('trim')).text, (await blocksOf('direct')).text]) {
    const model = programModel(text)
    const written = structuredText(model)
    assert.deepEqual(withoutPositions(programModel(written)), withoutPositions(model))
    assert.equal(structuredText(programModel(written)), written)
    assert.ok(written.split('\n').every(({ length }) => length <= 130))
  }
})

test('every comment is kept, and once', () => {
  const comments = (text: string) =>
    [...text.matchAll(/\(\*(.*?)\*\)/gs)].flatMap(([, inner]) => inner!.trim().split(/[\s;]+/))
  const kept = comments(structuredText(programModel(everything)))
  assert.deepEqual([...kept].sort(), [...comments(everything)].sort())
})

test('a comment stays with what it is about', async () => {
  const { text, names } = await blocksOf('trim')
  const { units } = programModel(`${text}\n${wiringExample(names).join('\n')}`)
  const [sense, apply] = units
  assert.match(sense!.comments.join('\n'), /three-tank system.*\n.*DREAMLINE_THREE_TANK_SENSE.*every 5 s/)
  assert.match(sense!.variables.get('LT_101')!.comment ?? '', /^LT-101, 0 to 62 cm$/)
  assert.match(sense!.variables.get('STATUS')!.comment ?? '', /^0: the policy acts; 1: ENABLE is FALSE/)
  assert.deepEqual(
    apply!.body.flatMap((statement) => (statement.kind === 'remark' ? [statement.text] : [])),
    ['SC-101', 'SC-102'],
  )
})

test('comments at any place change nothing but the comments', () => {
  const words = everything
    .replace(/\(\*.*?\*\)/gs, ' ')
    .match(/\d+\.\d+(?:E[+-]?\d+)?|\.\.|:=|=>|\*\*|<>|<=|>=|\w+|[^\s\w]/g) as string[]
  const plain = programModel(words.join(' '))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: words.length }), fc.boolean()), { maxLength: 12 }), (places) => {
      const text = [...words]
      for (const [at, onItsOwn] of places)
        text[at] = `${onItsOwn ? '\n' : ''}(* at ${at} *)${onItsOwn ? '\n' : ''} ${text[at] ?? ''}`
      const model = programModel(text.join(' '))
      const written = structuredText(model)
      assert.deepEqual(withoutPositions(programModel(written)), withoutPositions(model))
      assert.equal(structuredText(programModel(written.replace(/\(\*.*?\*\)/gs, ''))), structuredText(plain))
    }),
    { numRuns: 100 },
  )
})
