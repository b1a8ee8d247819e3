/**
 * One line for a terminal. Control characters could move the cursor, change colours or the window's
 * title, and a line break could make up lines of ours; most of what is printed was written by somebody
 * else. They are shown as `\\u001b`. JSON stays JSON: in its strings the escapes mean the same.
 */
export function printable(line: string): string {
  return line.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The lines of a text that may have several: ours, or what somebody has asked to see. */
export function textLines(text: string): string[] {
  return text.split(/\r?\n/)
}
