import type { Position } from './error.ts'
import type { Cells } from './memory.ts'
import type { StandardFunction } from './standard-functions.ts'
import type { BinaryOperator, Commented, Remark, Section } from './syntax.ts'
import type { ArrayType, Scalar, StructType, Type } from './types.ts'

/** A variable, or (section RESULT) what a FUNCTION returns under its own name. */
export interface Variable extends Commented {
  readonly name: string
  /** The name as it was declared. */
  readonly spelling: string
  readonly section: Section | 'RESULT'
  readonly type: Type
  readonly initial: Cells | undefined
}

/** What a TYPE declares. */
export interface CheckedType extends Commented {
  readonly spelling: string
  readonly type: ArrayType | StructType
}

/** Everything that a text declares, by upper-case name and in the order of the text. No type needs a unit. */
export interface CheckedProgram {
  readonly types: ReadonlyMap<string, CheckedType>
  readonly units: ReadonlyMap<string, CheckedUnit>
}

/** A unit whose names are resolved and whose types agree. */
export interface CheckedUnit {
  readonly kind: 'FUNCTION' | 'FUNCTION_BLOCK' | 'PROGRAM'
  readonly name: string
  readonly spelling: string
  /** What the comments around its heading say, one each. */
  readonly comments: readonly string[]
  readonly result: Scalar | undefined
  readonly variables: ReadonlyMap<string, Variable>
  readonly body: readonly Statement[]
}

export interface Place {
  readonly kind: 'place'
  /** The variable, then the members on the way to it. */
  readonly path: readonly string[]
  /** The path as its variable and members were declared. */
  readonly spelling: readonly string[]
  readonly type: Type
  /** The array that the subscripts select from, and the subscripts. */
  readonly element: { readonly array: ArrayType; readonly subscripts: readonly Expression[] } | undefined
  readonly position: Position
}

export type Expression =
  | { readonly kind: 'literal'; readonly type: Scalar; readonly value: number }
  | { readonly kind: 'read'; readonly type: Scalar; readonly place: Place }
  | { readonly kind: 'unary'; readonly type: Scalar; readonly operator: '-' | 'NOT'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly type: Scalar
      readonly operator: BinaryOperator
      /** Both sides are of one type. */
      readonly left: Expression
      readonly right: Expression
      readonly position: Position
    }
  | {
      readonly kind: 'standard'
      readonly type: Scalar
      readonly name: string
      readonly function: StandardFunction
      readonly arguments: readonly Expression[]
      readonly position: Position
    }
  | { readonly kind: 'call'; readonly type: Scalar; readonly unit: CheckedUnit; readonly inputs: readonly Input[] }

/** A parameter's name and what it is given: whole arrays and structures are copied. */
export interface Input {
  readonly name: string
  readonly value: Expression | Place
}

/** A parameter's name and the caller's variable that it stands for or is written to. */
export interface Link {
  readonly name: string
  readonly place: Place
}

export type Statement = Commented & (Remark | Instruction)

type Instruction =
  | { readonly kind: 'assign'; readonly target: Place; readonly value: Expression | Place }
  | {
      readonly kind: 'invoke'
      readonly instance: Place
      readonly unit: CheckedUnit
      readonly inputs: readonly Input[]
      readonly inOuts: readonly Link[]
      readonly outputs: readonly Link[]
    }
  | {
      readonly kind: 'if'
      readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[]
      readonly otherwise: readonly Statement[]
    }
  | {
      readonly kind: 'case'
      readonly selector: Expression
      readonly branches: readonly {
        readonly labels: readonly (readonly [low: number, high: number])[]
        readonly body: readonly Statement[]
      }[]
      readonly otherwise: readonly Statement[]
    }
  | {
      readonly kind: 'for'
      readonly variable: Place
      readonly from: Expression
      readonly to: Expression
      readonly by: Expression
      readonly body: readonly Statement[]
      readonly position: Position
    }
  | {
      readonly kind: 'while' | 'repeat'
      readonly condition: Expression
      readonly body: readonly Statement[]
      readonly position: Position
    }
  | { readonly kind: 'exit' | 'return' }
