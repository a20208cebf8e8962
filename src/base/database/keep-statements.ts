import type Database from 'better-sqlite3'

/** Different statements of one database number a hundred; lists of ids of any length make more of them. */
const mostKept = 200

/**
 * From now on `database.prepare` gives a statement that was made before for the same SQL, the last 200 of them.
 * drizzle prepares for every query anew, which takes longer than most queries do, and memory outside of V8's heap
 * that is given back only when V8 happens to collect: under load that is hundreds of megabytes.
 */
export function keepStatements(database: Database.Database): void {
  const kept = new Map<string, Database.Statement>()
  const prepare = database.prepare.bind(database) as (source: string) => Database.Statement
  database.prepare = ((source: string) => {
    const known = kept.get(source)
    // Being read row by row it cannot be used a second time.
    if (known?.busy) return prepare(source)
    const statement = known ?? prepare(source)
    // As new: whoever had it before may have asked for rows as arrays.
    if (known?.reader) known.raw(false)
    // The map is in order of use.
    kept.delete(source)
    kept.set(source, statement)
    const oldest = kept.size > mostKept ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    return statement
  }) as typeof database.prepare
}
