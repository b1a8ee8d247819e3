// By default headings, and the names in them, would be written in upper case.
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false },
}))

// Converting HTML that is larger or deeper than any email would block the process for seconds.
const MOST_CHARACTERS = 250_000
const MOST_DEPTH = 1_000
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i

/** The text part of an HTML document; empty if it cannot be made. */
export async function textOf(html: string): Promise<string> {
  if (!isReadable(html)) return ''
  try {
    const { toPlainText } = await import('react-email')
    return toPlainText(linksApart(html), { selectors: HEADINGS })
  } catch {
    // The HTML part alone still contains the code.
    return ''
  }
}

function isReadable(html: string): boolean {
  if (html.length > MOST_CHARACTERS) return false
  let depth = 0
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z]\w*)/gi)) {
    if (VOID.test(name)) continue
    depth += end ? -1 : 1
    if (depth > MOST_DEPTH) return false
  }
  return true
}

// Tags that do not end a line of text.
const INLINE = String.raw`(?:<\/?(?:b|em|font|i|img|small|span|strong|u)\b[^<>]*>)*`
const BEFORE_LINK = new RegExp(String.raw`<\/a>(?=${INLINE}<a\b)`, 'gi')
// What follows a link directly, except punctuation that ends a sentence or closes a bracket.
const BEFORE_WORD = new RegExp(
  String.raw`<\/a>(?=${INLINE}(?:[^\s<&.,;:!?)\]}"'”’»…]|&(?:amp|lt|middot|bull);))`,
  'gi',
)
// A link that is written out, or that is only a picture.
const BEFORE_ADDRESS = new RegExp(
  String.raw`([\p{L}\p{N}])(?=${INLINE}<a\b[^<>]*>${INLINE}(?:https?:|<\/a>))`,
  'giu',
)

/**
 * The document with a line break between links, and a space between a link and a word, where there is
 * nothing. The text part has the address of a link behind its words, so what follows would become a part of it.
 */
function linksApart(html: string): string {
  return html
    .replace(BEFORE_LINK, '</a><br>')
    .replace(BEFORE_WORD, '</a> ')
    .replace(BEFORE_ADDRESS, '$1 ')
}
