// Fills the rest of the line in the list of mails, which would otherwise show the next words of the
// body. React Email's own <Preview> pads by the length of its text; this one is always the same.
const PADDING = '\u00a0\u200c'.repeat(60)

export function Preheader({ children }: { readonly children: string }) {
  return (
    <div
      data-skip-in-text="true"
      style={{ display: 'none', maxHeight: 0, maxWidth: 0, opacity: 0, overflow: 'hidden' }}
    >
      {children}
      <span>{PADDING}</span>
    </div>
  )
}
