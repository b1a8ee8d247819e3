/** Colours of the light version, inlined. `STYLES` replaces them in clients that support dark mode. */
export const INK = '#16181d'
export const SOFT = '#5b606b'
export const LINE = '#e4e6eb'
export const SLAB = '#f4f5f8'
export const PAGE = '#f4f5f8'
export const CARD = '#ffffff'
export const DARK_CARD = '#191b20'
/** The border of a button that is as light as the card. */
export const EDGE = '#c4c8d1'
export const LINK = '#2a56d6'

export const FONT =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
export const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"

// React Email sets background and padding on a cell inside the element with the class, so the rules
// must match that cell as well.
const DARK: readonly (readonly [selectors: string, style: string])[] = [
  ['.page, .page > table > tbody > tr > td', 'background-color: #0e0f12 !important;'],
  [
    '.card, .card > tbody > tr > td',
    `background-color: ${DARK_CARD} !important; border-color: #2c2f37 !important; border-radius: 12px;`,
  ],
  ['.ink', 'color: #f2f3f5 !important;'],
  ['.soft', 'color: #a5abb7 !important;'],
  ['.slab, .slab > tbody > tr > td', 'background-color: #24272e !important; border-radius: 10px;'],
  ['.line', 'border-color: #2c2f37 !important;'],
  ['.link', 'color: #a9c0ff !important;'],
  [
    '.quiet-button',
    `background-color: ${DARK_CARD} !important; border-color: #5b606b !important; color: #f2f3f5 !important;`,
  ],
  [
    '.fades-on-dark',
    'background-color: #f2f3f5 !important; border-color: #f2f3f5 !important; color: #16181d !important;',
  ],
  // A logo without a dark version may be black.
  [
    '.on-plate',
    'background-color: #ffffff !important; border-radius: 8px; color: #16181d !important; padding: 8px 10px !important;',
  ],
  ['.in-light', 'display: none !important;'],
  ['.in-dark', 'display: block !important; max-height: none !important;'],
]

function rules(scope: (selector: string) => string): string {
  return DARK.map(
    ([selectors, style]) => `  ${selectors.split(', ').map(scope).join(', ')} { ${style} }`,
  ).join('\n')
}

// Outlook's apps and its website mark what they have darkened: texts with data-ogsc, backgrounds with
// data-ogsb.
export const STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a[x-apple-data-detectors] { color: inherit !important; font: inherit !important; text-decoration: inherit !important; }
@media (max-width: 480px) {
  .card > tbody > tr > td { padding: 28px 22px !important; }
  .code { font-size: 30px !important; letter-spacing: 5px !important; padding-left: 5px !important; }
}
@media (prefers-color-scheme: dark) {
${rules((selector) => selector)}
}
${rules((selector) => `[data-ogsc] ${selector}, [data-ogsb] ${selector}`)}
`
