/** Every word that IEC 61131-3 and the compilers after it keep for themselves, upper case. */
export const keywords: ReadonlySet<string> = new Set(
  `AND ARRAY BOOL BY CASE CONSTANT DINT DO ELSE ELSIF END_CASE END_FOR END_FUNCTION END_FUNCTION_BLOCK END_IF END_PROGRAM
   END_REPEAT END_STRUCT END_TYPE END_VAR END_WHILE EXIT FALSE FOR FUNCTION FUNCTION_BLOCK IF INT LREAL MOD NOT OF OR
   PROGRAM REAL REPEAT RETURN STRUCT THEN TO TRUE TYPE UINT UNTIL VAR VAR_INPUT VAR_IN_OUT VAR_OUTPUT VAR_TEMP WHILE XOR`.split(
    /\s+/,
  ),
)

const notInTheSubset = (word: string) => `${word} is outside the exported subset`

/** Words that some compilers know and others refuse, with what to write in their place. */
export const refusedWords: ReadonlyMap<string, string> = new Map([
  ['CONTINUE', 'CONTINUE is unknown to some compilers: put the rest of the loop in an IF'],
  ['METHOD', 'METHOD is unknown to some compilers: write a FUNCTION or a FUNCTION_BLOCK'],
  ['TIME', 'TIME is outside the exported subset: pass seconds as REAL'],
  ['RETAIN', 'RETAIN differs between compilers: leave it out'],
  ...`ABSTRACT ACTION AT BYTE CHAR CLASS CONFIGURATION DATE DWORD EXTENDS FINAL GOTO IMPLEMENTS INTERFACE LINT LWORD
   NAMESPACE NON_RETAIN OVERRIDE PERSISTENT POINTER PRIVATE PROPERTY PROTECTED PUBLIC REFERENCE REF_TO RESOURCE SINT STEP
   STRING SUPER TASK THIS TRANSITION UDINT ULINT UNION USING USINT VAR_ACCESS VAR_CONFIG VAR_EXTERNAL VAR_GLOBAL WITH WORD
   WSTRING`
    .split(/\s+/)
    .map((word): [string, string] => [word, notInTheSubset(word)]),
])

/** The longest name that every compiler keeps apart from others. */
export const longestName = 32
