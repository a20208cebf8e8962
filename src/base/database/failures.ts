import { Failure } from '../../contracts/index.ts'
import { databaseDamaged, isDamage } from './damage.ts'

/**
 * What an error of SQLite means to a person: a full disk, a damaged file. Any other error is returned as it is.
 * The transaction it broke has been rolled back.
 */
export function databaseFailure(file: string | null, error: unknown): unknown {
  if (isDamage(error))
    return file === null
      ? new Failure('database_damaged', `The database is damaged: ${(error as Error).message}`, {
          hint: 'Stop Switchyard; "switchyard doctor" says more and puts a backup back.',
          cause: error,
        })
      : databaseDamaged(file, (error as Error).message, error)
  const code = String((error as { code?: unknown }).code)
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR_WRITE') || code === 'SQLITE_IOERR_SHMSIZE')
    return new Failure(
      'disk_full',
      `Nothing more can be stored${file === null ? '' : ` in ${file}`}: the disk is full`,
      {
        hint: 'Nothing that was stored is lost. Free some space and try again.',
        details: { database: file },
        cause: error,
      },
    )
  return error
}
