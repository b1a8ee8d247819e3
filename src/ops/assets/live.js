// Content that updates itself, without moving what one reads.

import { follow } from './stream.js'
import { localise } from './times.js'

/** Whether somebody uses this part just now. @param {Element} part */
function isInUse(part) {
  const selection = getSelection()
  return (
    part.contains(document.activeElement) ||
    part.querySelector('details[open]') !== null ||
    (selection !== null && !selection.isCollapsed && selection.containsNode(part, true))
  )
}

/** Replaces the content of a part if it differs. @param {Element} part @param {string} html */
function replace(part, html) {
  const fresh = document.createElement('div')
  fresh.append(new DOMParser().parseFromString(html, 'text/html').body)
  const content = fresh.firstElementChild
  if (!content) return
  const now = Date.now()
  localise(part, now)
  localise(content, now)
  const same =
    content.childNodes.length === part.childNodes.length &&
    [...content.childNodes].every((node, index) => part.childNodes[index]?.isEqualNode(node))
  if (same) return
  const scrolled = [...part.querySelectorAll('.scroll')].map(({ scrollLeft }) => scrollLeft)
  part.replaceChildren(...content.childNodes)
  for (const [index, box] of part.querySelectorAll('.scroll').entries()) {
    box.scrollLeft = scrolled[index] ?? 0
  }
}

/** Shows the parts of `root` that the server sends. @param {HTMLElement} root */
function update(root) {
  /** The newest content of each part that is not shown yet. @type {Map<string, string>} */
  const waiting = new Map()

  function show() {
    for (const [name, html] of waiting) {
      const part = root.querySelector(`[data-part="${CSS.escape(name)}"]`)
      if (part && isInUse(part)) continue
      waiting.delete(name)
      if (part) replace(part, html)
    }
  }

  follow(() => root.dataset.live ?? '', {
    parts(data) {
      for (const [name, html] of Object.entries(JSON.parse(data))) waiting.set(name, html)
      show()
    },
  })
  root.addEventListener('focusout', () => setTimeout(show))
  root.addEventListener('toggle', () => setTimeout(show), true)
}

/** Follows the changes of everything that updates itself. */
export function updateParts() {
  for (const root of document.querySelectorAll('[data-live]')) {
    if (root instanceof HTMLElement) update(root)
  }
}
