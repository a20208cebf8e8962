export { approval, rule } from './entities.ts'
export { Bench } from './control-plane.ts'
export { turnOf } from './turn-of.ts'
