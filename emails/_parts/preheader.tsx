// Fills the rest of the line that a mailbox shows beside the subject. Without it the line goes on with
// the first words of the body. React Email's <Preview> would make this depend on the length of the text.
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
