export { Bench } from './control-plane.ts'
export { FakeAgent } from './fake-agent.ts'
export { session, terminal, turn, message, approval, workspace } from './entities.ts'
