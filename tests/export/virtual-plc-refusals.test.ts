import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StructuredTextError } from '../../core/export/virtual-plc/error.ts'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
import { source } from './virtual-plc-block.ts'

/** `text` is refused at the mark `@`, which is taken out first, with a message that matches. */
function refused(text: string, message: RegExp): void {
  const before = text.slice(0, text.indexOf('@')).split('\n')
  const expected = [before.length, (before.at(-1) as string).length + 1]
  assert.throws(
    () => instantiate(parse(text.replace('@', '')), 'TESTED'),
    (error: unknown) => {
      assert.ok(error instanceof StructuredTextError, `${error}`)
      assert.match(error.message, message)
      assert.deepEqual([error.line, error.column], expected, error.message)
      return true
    },
    text,
  )
}

const variables = `VAR_INPUT given : REAL; END_VAR VAR_OUTPUT out : REAL; END_VAR VAR CONSTANT c : REAL := 1.0; END_VAR
VAR r : REAL; l : LREAL; i, k : INT; d : DINT; u : UINT; b : BOOL; a : ARRAY[0..3] OF REAL; END_VAR`
const body = (statements: string, message: RegExp) => refused(source(variables, statements), message)
const section = (declarations: string, message: RegExp, before = '') =>
  refused(source(declarations, '', before), message)

test('lexemes that strict compilers refuse are refused where they stand', () => {
  body('r := 1.0; @// comment', /write \(\* \.\.\. \*\)/)
  body('@/* comment */', /write \(\* \.\.\. \*\)/)
  body("@{attribute 'hide'}", /pragma/)
  body('r := @REAL#1.5;', /typed literal/)
  body('i := @16#FF;', /decimal/)
  body('r := @1E5;', /1\.0E5/)
  body('r := @1.;', /write 1\.0/)
  body('r := @.5;', /write 0\.5/)
  body('r := @1.0E;', /needs digits/)
  body('i := @1abc;', /may not begin with a digit/)
  body("r := @'text';", /text is outside/)
  body('b := @%IX0.0;', /direct address/)
  body('r := 1.0 @$ 2.0;', /\$ has no meaning/)
  body('@(* open', /never closed/)
  body('@(* a (* b *) *)', /another comment/)
})

test('names that some compilers confuse are refused', () => {
  section('VAR @level_ : REAL; END_VAR', /may not end in an underscore/)
  section('VAR @le__vel : REAL; END_VAR', /two underscores/)
  section(`VAR @${'a'.repeat(33)} : REAL; END_VAR`, /longer than 32/)
  section('VAR @limit : REAL; END_VAR', /LIMIT is a standard function/)
  section('VAR @by : REAL; END_VAR', /BY is a keyword/)
  section('VAR x : REAL; @X : REAL; END_VAR', /X is declared twice/)
  section('VAR @V : REAL; END_VAR', /V is taken/, 'TYPE V : ARRAY[0..1] OF REAL; END_TYPE')
})

test('constructs that are not in every compiler are refused', () => {
  body('FOR i := 0 TO 1 DO @CONTINUE; END_FOR;', /CONTINUE is unknown to some compilers/)
  body('r := @TANH(r);', /TANH is not in IEC 61131-3/)
  body('@METHOD', /METHOD is unknown/)
  body('r := -r @** 2.0;', /put parentheses/)
  body('r := r ** 2.0 @** 2.0;', /put parentheses/)
  section('VAR_INPUT x : @ARRAY[0..3] OF REAL; END_VAR', /declare it in TYPE/)
  section('VAR_OUTPUT x : @ARRAY[0..3] OF REAL; END_VAR', /declare it in TYPE/)
  section('VAR x : ARRAY[0..@n] OF REAL; END_VAR', /N must be an integer literal/)
  section('VAR x : ARRAY[0..3] OF REAL := [4@(0.0)]; END_VAR', /write every value/)
  section(
    'VAR x : S := @(v := 1.0); END_VAR',
    /structure initialiser/,
    'TYPE S : STRUCT v : REAL; END_STRUCT; END_TYPE',
  )
  section('VAR @RETAIN x : REAL; END_VAR', /RETAIN/)
  section('VAR x : @TIME; END_VAR', /seconds as REAL/)
  section('VAR x : @STRING; END_VAR', /STRING is outside/)
  refused('TYPE COLOUR : @(red, green); END_TYPE', /a type is missing/)
  refused('TYPE LEVEL : @REAL; END_TYPE', /ARRAY or a STRUCT/)
})

test('types are never mixed or converted silently', () => {
  body('r := i @* r;', /INT and REAL cannot be mixed: convert one side, as with INT_TO_REAL/)
  body('r := r @* 2;', /write the literal with a decimal point/)
  body('r := @i;', /I is INT where REAL is needed: convert it with INT_TO_REAL/)
  body('i := @r;', /convert it with REAL_TO_INT/)
  body('d := @i;', /INT_TO_DINT/)
  body('l := @r;', /REAL_TO_LREAL/)
  body('r := @1;', /1 is an integer where REAL is needed: write 1\.0/)
  body('r := @-1;', /write -1\.0/)
  body('i := @1.0;', /1\.0 is a real number where INT is needed/)
  body('i := @40000;', /outside -32768\.\.32767/)
  body('u := @-1;', /outside 0\.\.65535/)
  body('r := @1.0E39;', /beyond the range of REAL/)
  body('b := @1;', /1 is an integer where BOOL is needed/)
  body('b := r @= i;', /REAL and INT cannot be mixed/)
  body('b := b @< b;', /BOOL has no order/)
  body('r := r @MOD 2.0;', /MOD does not work on REAL/)
  body('i := i @** 2;', /\*\* does not work on INT/)
  body('b := b AND @i;', /I is INT where BOOL is needed/)
  body('r := @SQRT(i);', /SQRT is INT where REAL is needed/)
  body('i := @SQRT(i);', /SQRT does not work on INT/)
  body('r := MAX(r, @i);', /REAL and INT cannot be mixed/)
  body('r := INT_TO_REAL(@r);', /R is REAL where INT is needed/)
  body('r := @LIMIT(0.0, r);', /LIMIT takes 3 inputs, not 2/)
  body('r := LIMIT(@MN := 0.0, IN := r, MX := 1.0);', /without names/)
  section('VAR x : REAL := @1; END_VAR', /write 1\.0/)
  section('VAR @x : ARRAY[0..2] OF REAL := [1.0, 2.0]; END_VAR', /3 elements and 2 initial values/)
  section('VAR x : ARRAY[0..1] OF REAL := [1.0, @2]; END_VAR', /write 2\.0/)
  section('VAR @x : ARRAY[0..1] OF REAL := 1.0; END_VAR', /\[value, value, \.\.\.\]/)
})

test('conditions, counters and labels have the right types', () => {
  body('IF @i THEN END_IF;', /I is INT where BOOL is needed: compare it/)
  body('WHILE @r DO END_WHILE;', /R is REAL where BOOL is needed/)
  body('REPEAT UNTIL @1 END_REPEAT;', /BOOL is needed/)
  body('CASE @r OF 1: END_CASE;', /this is REAL where DINT is needed/)
  body('CASE i OF 1..4: r := 1.0; @3: r := 2.0; END_CASE;', /3 is taken by an earlier branch/)
  body('FOR @r := 0 TO 1 DO END_FOR;', /plain integer variable/)
  body('FOR i := 0 TO @d DO END_FOR;', /D is DINT where INT is needed/)
  body('FOR i := 0 TO 1 DO @i := 2; END_FOR;', /I counts the loop around/)
  body('r := a[@r];', /this is REAL where DINT is needed/)
  body('@EXIT;', /outside of a loop/)
})

test('what is not declared or not writable is refused', () => {
  body('r := @missing;', /MISSING is not declared/)
  body('@missing := 1.0;', /MISSING is not declared/)
  body('r := @missing(1.0);', /no function MISSING is declared above/)
  body('@given := 1.0;', /GIVEN is a VAR_INPUT/)
  body('@c := 1.0;', /C is a constant/)
  body('r := @a;', /A is no single value/)
  body('r := @a[0, 1];', /A needs 1 subscript, not 2/)
  body('@r[0] := 1.0;', /R is no array/)
  body('r := @r.x;', /only structures and instances have members/)
  section('VAR x : @MISSING; END_VAR', /MISSING is not declared above/)
  section('VAR CONSTANT @x : REAL; END_VAR', /lacks a value/)
  section('VAR x : @TESTED; END_VAR', /TESTED is not declared above/)
})

const inner = `TYPE PAIR : ARRAY[0..1] OF REAL; OTHER : ARRAY[0..1] OF REAL; END_TYPE
FUNCTION_BLOCK INNER VAR_INPUT x : REAL; END_VAR VAR_OUTPUT y : REAL; END_VAR VAR_IN_OUT v, w : PAIR; END_VAR
VAR hidden : REAL; END_VAR END_FUNCTION_BLOCK
FUNCTION TWICE : REAL VAR_INPUT x : REAL; END_VAR TWICE := 2.0 * x; END_FUNCTION`
const call = (statements: string, message: RegExp) =>
  refused(source('VAR f : INNER; r : REAL; i : INT; p, q : PAIR; o : OTHER; END_VAR', statements, inner), message)

test('instances and functions are called as declared', () => {
  call('f(@1.0, v := p, w := q);', /as in NAME := value/)
  call('f(@z := 1.0, v := p, w := q);', /a parameter of INNER is needed/)
  call('f(x := @i, v := p, w := q);', /I is INT where REAL is needed/)
  call('f(x := 1.0, @x := 1.0, v := p, w := q);', /X is given twice/)
  call('f(@y := r, v := p, w := q);', /Y is VAR_OUTPUT: use := in, => out/)
  call('f(v := p, w := q, y => @i);', /I is INT where REAL is needed/)
  call('@f(v := p);', /lacks its VAR_IN_OUT W/)
  call('@f(v := p, w := p);', /two VAR_IN_OUT parameters/)
  call('f(v := p, w := @o);', /not of the same declared TYPE/)
  call('p := @o;', /not of the same declared TYPE/)
  call('r := @f.hidden;', /HIDDEN is no VAR_OUTPUT of INNER/)
  call('@f.y := 1.0;', /pass inputs where it is called/)
  call('@TWICE(1.0);', /assign its result/)
  call('@INNER();', /declare an instance/)
  call('@r(1.0);', /R is no function block instance/)
  call('r := @TWICE();', /TWICE takes 1 inputs: X/)
  call('r := @TWICE(y := 1.0);', /lacks its input X/)
  refused('FUNCTION F : REAL F := @F(1.0); END_FUNCTION', /no function F is declared above/)
  refused('FUNCTION F : REAL VAR_OUTPUT @x : REAL; END_VAR END_FUNCTION', /use a FUNCTION_BLOCK/)
})

test('a text that breaks off or does not fit together is refused where it does', () => {
  body('IF b THEN r := 1.0; @END_FOR;', /a statement cannot begin with END_FOR/)
  body('r := 1.0 @r := 2.0;', /; is missing before R/)
  body('IF b THEN END_IF @r := 2.0;', /; is missing before R/)
  body('r := (1.0 + 2.0@;', /\) is missing before ;/)
  body('r := @;', /a value is missing before ;/)
  refused('FUNCTION_BLOCK TESTED r := 1.0;@', /END_FUNCTION_BLOCK is missing/)
  refused('@r := 1.0;', /TYPE, FUNCTION, FUNCTION_BLOCK or PROGRAM is missing/)
})
