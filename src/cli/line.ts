/** The colours of the command line. */
export type Style = 'red' | 'yellow' | 'green' | 'gray'

/** Text in a colour, on a terminal. */
export interface Painted {
  readonly text: string
  readonly style: Style
}

export type Piece = string | Painted

/** One line of output, in pieces if some of it has a colour. */
export type Line = string | readonly Piece[]

/** Colours text if the stream shows colours. */
export type Paint = (stream: 'stdout' | 'stderr', style: Style, text: string) => string

export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.text
}
