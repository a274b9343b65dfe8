import type { Position } from './error.ts'

/** A literal as written; `text` is kept for messages. */
export interface Literal {
  readonly kind: 'integer' | 'real' | 'boolean'
  readonly value: number
  readonly text: string
  readonly position: Position
}

/** A variable, then members through dots, then subscripts: `plant.level[3]`. Names are upper case. */
export interface Place {
  readonly kind: 'place'
  readonly name: string
  readonly members: readonly string[]
  readonly subscripts: readonly Expression[]
  readonly position: Position
}

export type BinaryOperator =
  | '**'
  | '*'
  | '/'
  | 'MOD'
  | '+'
  | '-'
  | '='
  | '<>'
  | '<'
  | '>'
  | '<='
  | '>='
  | 'AND'
  | 'XOR'
  | 'OR'

export type Expression =
  | Literal
  | Place
  | {
      readonly kind: 'unary'
      readonly operator: '-' | 'NOT'
      readonly operand: Expression
      readonly position: Position
    }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly position: Position
    }
  | Call

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly position: Position
}

/** `value`, `NAME := value` or, for an output, `NAME => place`. */
export interface Argument {
  readonly name: string | undefined
  readonly direction: 'in' | 'out'
  readonly value: Expression
  readonly position: Position
}

export interface Branch {
  readonly condition: Expression
  readonly body: readonly Statement[]
}

export interface CaseBranch {
  readonly labels: readonly (readonly [low: Literal, high: Literal])[]
  readonly body: readonly Statement[]
}

/** What a comment within a statement or behind it, on the line on which it ends, says. */
export interface Commented {
  readonly comment?: string
}

/** A comment on lines of its own. */
export interface Remark {
  readonly kind: 'remark'
  readonly text: string
}

export type Statement = Commented & (Remark | Instruction)

type Instruction =
  | { readonly kind: 'assign'; readonly target: Place; readonly value: Expression; readonly position: Position }
  | Call
  | {
      readonly kind: 'if'
      readonly branches: readonly Branch[]
      readonly otherwise: readonly Statement[]
      readonly position: Position
    }
  | {
      readonly kind: 'case'
      readonly selector: Expression
      readonly branches: readonly CaseBranch[]
      readonly otherwise: readonly Statement[]
      readonly position: Position
    }
  | {
      readonly kind: 'for'
      readonly variable: Place
      readonly from: Expression
      readonly to: Expression
      readonly by: Expression | undefined
      readonly body: readonly Statement[]
      readonly position: Position
    }
  | {
      readonly kind: 'while' | 'repeat'
      /** `while` goes on as long as it holds, `repeat` until it holds. */
      readonly condition: Expression
      readonly body: readonly Statement[]
      readonly position: Position
    }
  | { readonly kind: 'exit' | 'return'; readonly position: Position }

export type TypeReference =
  | { readonly kind: 'named'; readonly name: string; readonly position: Position }
  | ArrayReference

export interface ArrayReference {
  readonly kind: 'array'
  readonly ranges: readonly (readonly [low: number, high: number])[]
  readonly element: string
  readonly position: Position
}

export type Section = 'VAR_INPUT' | 'VAR_OUTPUT' | 'VAR_IN_OUT' | 'VAR' | 'VAR CONSTANT' | 'VAR_TEMP'

export interface Declaration extends Commented {
  readonly name: string
  /** The name as it is written here. */
  readonly spelling: string
  readonly section: Section
  readonly type: TypeReference
  /** One literal for a scalar, all of them in row-major order for an array. */
  readonly initial: Literal | readonly Literal[] | undefined
  readonly position: Position
}

export interface TypeDeclaration extends Commented {
  readonly kind: 'TYPE'
  readonly name: string
  readonly spelling: string
  readonly definition: ArrayReference | { readonly kind: 'struct'; readonly members: readonly Declaration[] }
  readonly position: Position
}

export interface Unit {
  readonly kind: 'FUNCTION' | 'FUNCTION_BLOCK' | 'PROGRAM'
  readonly name: string
  readonly spelling: string
  /** What the comments around its heading say, one each. */
  readonly comments: readonly string[]
  /** The result of a FUNCTION; undefined for the others. */
  readonly result: TypeReference | undefined
  readonly declarations: readonly Declaration[]
  readonly body: readonly Statement[]
  readonly position: Position
}

/** Types and program organisation units in the order of the text. */
export type Program = readonly (TypeDeclaration | Unit)[]
