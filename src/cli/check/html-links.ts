/** A link of an HTML part: its words, and where it leads. */
export interface HtmlLink {
  readonly label: string
  readonly target: string
}

const LINK = /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>(.*?)<\/a>/gis

/** The links of an HTML part in their order. */
export function linksIn(html: string): HtmlLink[] {
  return [...html.matchAll(LINK)].map(([, double, single, content = '']) => ({
    target: unescaped(double ?? single ?? ''),
    label: unescaped(content.replace(/<[^>]*>/g, ''))
      .replace(/\s+/g, ' ')
      .trim(),
  }))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

/** The text that the HTML shows. */
export function unescaped(html: string): string {
  return html.replace(/&\w+;|&#x?\w+;/g, (entity) => ENTITIES[entity] ?? entity)
}
