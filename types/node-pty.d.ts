/**
 * node-pty is installed under an alias (`@lydell/node-pty`, which ships ready-made builds), and its declarations
 * name the package by its own name.
 */
/// <reference path="../node_modules/node-pty/node-pty.d.ts" />
declare module 'node-pty' {
  export * from '@lydell/node-pty'
}
