import { existsSync, readFileSync } from 'node:fs'
import type { NativeImage as ElectronImage } from 'electron'

/** A PNG as bytes; scaling is left to a desktop that draws it. */
export class NativeImage {
  readonly #png: Buffer
  #template = false

  constructor(png: Buffer) {
    this.#png = png
  }

  isEmpty = (): boolean => this.#png.length === 0
  toPNG = (): Buffer => this.#png
  isTemplateImage = (): boolean => this.#template
  setTemplateImage = (on: boolean): void => void (this.#template = on)
  resize = (): NativeImage => this
  // Width and height stand first in the IHDR chunk, right after the signature and the chunk's head.
  getSize = () =>
    this.isEmpty()
      ? { width: 0, height: 0 }
      : { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) }
}
type Drawn = Pick<ElectronImage, 'isEmpty' | 'toPNG' | 'getSize' | 'isTemplateImage' | 'setTemplateImage'>
NativeImage.prototype satisfies Drawn

/** Empty, as in Electron, when the file is missing. */
export const createFromPath = (path: string): NativeImage =>
  new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0))

export const nativeImage = {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromPath,
  createFromBuffer: (png: Buffer) => new NativeImage(png),
}
