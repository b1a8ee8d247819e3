// The keys of every page: / to search, j and k to move over the rows, ? for the list of keys.

/** The links of the rows, in order. */
const rows = () => [
  .../** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll('[data-rows] a.stretched')
  ),
]

/** @param {number} by */
function move(by) {
  const links = rows()
  const current = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const next = links[current < 0 ? (by > 0 ? 0 : links.length - 1) : current + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** @returns {boolean} whether the page has what the key is for @param {string} key */
function handle(key) {
  const search = document.querySelector('[data-search]')
  const keys = document.getElementById('keys')
  if (key === '/' && search instanceof HTMLInputElement) {
    search.focus()
    search.select()
  } else if ((key === 'j' || key === 'k') && rows().length > 0) move(key === 'j' ? 1 : -1)
  else if (key === '?' && keys instanceof HTMLDialogElement) keys.showModal()
  else return false
  return true
}

/** Listens to the keys, except in fields and in dialogs. */
export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
    const { target, key } = event
    if (!(target instanceof HTMLElement)) return
    if (target.closest('input:not([type=checkbox]), select, textarea')) {
      if (key === 'Escape') target.blur()
      return
    }
    if (!target.closest('dialog[open]') && handle(key)) event.preventDefault()
  })
}

/** A click anywhere in a row opens it, also on a time, which lies above the link. */
export function openRowsByClick() {
  document.addEventListener('click', ({ target, defaultPrevented }) => {
    if (defaultPrevented || !(target instanceof Element) || target.closest('a')) return
    const time = target.closest('time')
    const link = time?.closest('tr.opens')?.querySelector('a.stretched')
    if (link instanceof HTMLAnchorElement) link.click()
  })
}
