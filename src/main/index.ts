import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { createLogger, Redactor, resolveHome, systemClock } from '../base/index.ts'
import { startControlPlane } from './control-plane.ts'
import { runDesktop } from './hosts/electron/index.ts'
import { agentCommand } from './nodes/index.ts'
import { repairOffers } from './repair.ts'

/** Entry under Electron: the control plane with a window. */
const { env, platform } = process
const home = resolveHome(env)
const bundleFolder = import.meta.dirname
const redactor = new Redactor()
const log = createLogger(
  join(home.logs, 'control-plane.log'),
  'control-plane',
  redactor,
  env['SWITCHYARD_LOG_LEVEL'],
)
const agent = agentCommand({
  execPath: process.execPath,
  electronVersion: process.versions['electron'],
  resourcesPath: (process as { resourcesPath?: string }).resourcesPath,
  bundleFolder,
  platform,
})

runDesktop({
  home,
  bundleFolder,
  platform,
  developmentServer: env['ELECTRON_RENDERER_URL'],
  clock: systemClock,
  log,
  repairs: () => repairOffers(home, systemClock),
  start: (onStop) =>
    startControlPlane({
      home,
      env,
      host: 'electron',
      onDemand: false,
      agent,
      user: userInfo().username,
      machine: hostname(),
      log,
      redactor,
      onStop,
    }),
})
