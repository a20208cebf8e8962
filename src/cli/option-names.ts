import type { Approval } from '../contracts/index.ts'

/** What `--option` takes: kinds, and ids where the agent offers several of one kind. */
export const optionNames = ({ options }: Approval, separator = ' '): string =>
  options
    .map(({ id, kind }) => (options.filter((other) => other.kind === kind).length === 1 ? kind : id))
    .join(separator)
