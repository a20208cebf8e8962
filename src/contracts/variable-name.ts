import { z } from 'zod'

/** A name of an environment variable. */
export const VariableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a variable name')
