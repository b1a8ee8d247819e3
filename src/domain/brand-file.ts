/** A picture of a brand that Bellhop serves to mail clients. */
export interface BrandFile {
  /** `/brand/logo-0a1b2c3d.png`. A changed file gets another name, because mail clients keep pictures. */
  readonly path: string
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}
