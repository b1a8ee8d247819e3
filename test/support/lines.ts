import type { Page } from 'playwright-core'

// Exist in the page, where the functions passed to `evaluate` run.
interface TextNode {
  readonly data: string
}
interface Range {
  setStart(node: TextNode, offset: number): void
  setEnd(node: TextNode, offset: number): void
  getClientRects(): Iterable<{ readonly bottom: number }>
}
declare const document: {
  querySelectorAll(selector: string): Iterable<object>
  createTreeWalker(root: object, whatToShow: 4): { nextNode(): TextNode | null }
  createRange(): Range
}

/** The words in the elements that stand on more than one line. `word` is the pattern of a word. */
export function wordsInTwoLines(page: Page, selector: string, word: RegExp): Promise<string[]> {
  return page.evaluate(
    ({ selector, source }) => {
      const found: string[] = []
      const range = document.createRange()
      for (const element of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(element, 4)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const { 0: text, index } of node.data.matchAll(new RegExp(source, 'gu'))) {
            range.setStart(node, index)
            range.setEnd(node, index + text.length)
            const lines = new Set([...range.getClientRects()].map(({ bottom }) => bottom))
            if (lines.size > 1) found.push(text)
          }
        }
      }
      return found
    },
    { selector, source: word.source },
  )
}

/** The text of the last line of the first such element. */
export function lastLineOf(page: Page, selector: string): Promise<string> {
  return page.evaluate((selector) => {
    const range = document.createRange()
    let line = { bottom: 0, text: '' }
    for (const element of [...document.querySelectorAll(selector)].slice(0, 1)) {
      const walker = document.createTreeWalker(element, 4)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < node.data.length; at++) {
          range.setStart(node, at)
          range.setEnd(node, at + 1)
          const bottom = Math.max(0, ...[...range.getClientRects()].map((rect) => rect.bottom))
          const start = bottom > line.bottom + 4 ? { bottom, text: '' } : line
          line = { ...start, text: start.text + node.data[at] }
        }
      }
    }
    return line.text.trim()
  }, selector)
}
