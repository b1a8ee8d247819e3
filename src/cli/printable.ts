/**
 * Makes text safe to print as one line: shows control characters as `\\u001b`. Most of the text comes
 * from other people, and a control character could move the cursor or change colours; a line break could
 * forge a line of output. JSON stays valid, because its strings have the same escapes.
 */
export function printable(line: string): string {
  return line.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the expression looks for.
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The lines of a text that may have several. */
export function textLines(text: string): string[] {
  return text.split(/\r?\n/)
}
