/** Everything that the subset knows, with a comment wherever one can stand. */
export const everything = `(* a *) TYPE (* b *) Pair : ARRAY[0..1] OF REAL; (* c *)
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
  WHILE (b = TRUE) = (i > 3) OR b XOR b AND NOT b DO b := FALSE; i := i + 9; (* 6 *) END_WHILE;
  r := (a - (w[0, 1] - -1.5)) * -a / (a ** (-1.0E-5)); r := -(-a); r := -(-1.5) - (-a); l := REAL_TO_LREAL(a * (-2.0) - 1.0);
  IF INT_TO_DINT(k) < n THEN r := 0.0; END_IF; r := r + MUX(LIMIT(0, k, 2), a, r, DINT_TO_REAL(TRUNC(LIMIT(-9.0, a, 9.0)))) + SEL(b, INT_TO_REAL(k * k / 2), 1.0);
  RETURN; (* 7 *)
END_FUNCTION_BLOCK (* 8 *)
`
