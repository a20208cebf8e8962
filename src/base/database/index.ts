export { listBackups } from './backups.ts'
export { databaseDamaged, findDamage } from './damage.ts'
export { databaseFailure } from './failures.ts'
export {
  databaseOwners,
  examineDatabases,
  ownerWords,
  repairDatabase,
  type DatabaseReport,
} from './installation.ts'
export { backUp, keepBackups, type KeepBackups } from './keep-backups.ts'
export { openDatabase, type SqliteDatabase } from './open.ts'
