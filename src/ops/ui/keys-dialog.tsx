/** @jsxImportSource hono/jsx */

/** A key, and what it does. */
export type Key = readonly [key: string, what: string]

const ALWAYS: readonly Key[] = [
  ['/', 'search'],
  ['j', 'next row'],
  ['k', 'previous row'],
  ['Enter', 'open the row'],
]

/** The list of the keys, which `?` opens. */
export function KeysDialog({ more = [] }: { more?: readonly Key[] }) {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {[...ALWAYS, ...more, ['?', 'this list'] as const].map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button plain">
          Close
        </button>
      </form>
    </dialog>
  )
}
