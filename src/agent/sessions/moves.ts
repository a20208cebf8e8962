import { Failure } from '../../contracts/index.ts'

/** Where each state may go. A state without targets is final. */
export type Moves<State extends string> = Readonly<Record<State, readonly State[]>>

export const isFinal = <State extends string>(moves: Moves<State>, state: State): boolean =>
  moves[state].length === 0

export const mayMove = <State extends string>(moves: Moves<State>, from: State, to: State): boolean =>
  moves[from].includes(to)

/** The refusal of a move that the table does not allow. */
export const invalidMove = (what: string, from: string, to: string): Failure =>
  new Failure('invalid_transition', `${what} is ${from} and cannot become ${to}`, { details: { from, to } })
