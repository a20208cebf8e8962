export { backupFolder, listBackups, type DatabaseBackup } from './backups.ts'
export { copyMark } from './copy.ts'
export { databaseDamaged, findDamage } from './damage.ts'
export { databaseFailure } from './failures.ts'
export {
  databaseOwners,
  examineDatabases,
  ownerWords,
  repairDatabase,
  type DatabaseOwner,
  type DatabaseReport,
} from './installation.ts'
export { backUp, keepBackups, type KeepBackups } from './keep-backups.ts'
export { openDatabase, type Migrations, type SqliteDatabase } from './open.ts'
export { restoreDatabase, setAsideDatabase, type Restored } from './restore.ts'
