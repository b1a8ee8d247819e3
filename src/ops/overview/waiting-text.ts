/** `1 message waits.` */
export function waitingText(count: number): string {
  return count === 1 ? '1 message waits.' : `${count.toLocaleString('en')} messages wait.`
}
