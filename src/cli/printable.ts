/**
 * Text for a terminal. Control characters could move the cursor, change colours or the window's title,
 * and most of what is printed was written by somebody else: they are shown as `\\u001b`. JSON stays
 * JSON: its strings may have such characters, and escapes mean the same.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
