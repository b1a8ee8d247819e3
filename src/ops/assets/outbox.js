// The live part of the outbox. The page works without it. It only loads the same page again and
// replaces the parts that have changed.

import { fitFrames } from './frames.js'
import { countInTitle } from './news.js'
import { follow } from './stream.js'
import { localise } from './times.js'

/** An element that every page of the outbox has. @param {string} id */
function element(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no #${id}`)
  return found
}

/** @returns {HTMLAnchorElement[]} the messages of the list */
const items = () => [...element('items').querySelectorAll('a')].filter((a) => a.closest('li'))

/** An element without the heights that a script has given to its frames. @param {Element} shown */
function asServed(shown) {
  const copy = /** @type {Element} */ (shown.cloneNode(true))
  for (const frame of copy.querySelectorAll('iframe')) frame.removeAttribute('style')
  return copy
}

/** @param {HTMLElement} old @param {Element} fresh */
function replace(old, fresh) {
  const same = fresh instanceof HTMLElement && fresh.dataset.id === old.dataset.id
  const scrolled = [old.scrollTop, old.querySelector('ol')?.scrollTop ?? 0]
  old.replaceWith(fresh)
  if (!same) return
  fresh.scrollTop = scrolled[0] ?? 0
  const list = fresh.querySelector('ol')
  if (list) list.scrollTop = scrolled[1] ?? 0
}

/** Replaces the parts of the page that differ, and keeps focus and scrolling. @param {Document} next */
function swap(next) {
  // In the same words as the shown times, so that a part without changes is not replaced.
  const now = Date.now()
  localise(document, now)
  localise(next, now)
  const focused = document.activeElement?.id
  for (const fresh of next.querySelectorAll('[data-swap]')) {
    const old = document.getElementById(fresh.id)
    if (old && !asServed(old).isEqualNode(fresh)) replace(old, document.importNode(fresh, true))
  }
  if (focused && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true })
  }
}

let shows = 0

/** Fetches this page again. Resolves with the newest message if it was not in the list before. */
async function show() {
  const mine = ++shows
  const next = await fetchPage()
  if (!next || mine !== shows) return null
  const outbox = next.getElementById('outbox')
  if (!outbox) {
    // The session has ended.
    location.reload()
    return null
  }
  const before = items()[0]?.id
  const shown = element('outbox')
  const other = shown.dataset.page !== outbox.dataset.page
  shown.dataset.mark = outbox.dataset.mark
  shown.dataset.page = outbox.dataset.page
  swap(next)
  showTab()
  if (other) scrollTo({ top: 0, behavior: 'instant' })
  const [newest] = items()
  return newest && newest.id !== before ? newest : null
}

/** On a phone the tabs scroll. */
function showTab() {
  const tab = document.querySelector('.tabs [aria-current]')
  tab?.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'instant' })
}

/** @returns {Promise<Document | null>} null while the service cannot be reached */
async function fetchPage() {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    return new DOMParser().parseFromString(await response.text(), 'text/html')
  } catch {
    // The stream of events shows this, and when the service is back.
    return null
  }
}

let looking = false
let again = false

/** Shows changes. Further changes in the meantime are shown together afterwards. */
async function look() {
  again = true
  if (looking) return
  looking = true
  while (again) {
    again = false
    const newest = await show()
    if (newest) element('news').textContent = `New: ${newest.textContent}`
  }
  looking = false
}

/** @param {string} url @param {boolean} [replace] */
function go(url, replace = false) {
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  return show()
}

/** @param {HTMLFormElement} form */
function urlOf(form) {
  const url = new URL(form.getAttribute('action') ?? '', location.href)
  url.search = ''
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') url.searchParams.append(name, value)
  }
  return url.href
}

/** @param {HTMLElement} button */
async function copy(button) {
  const label = button.textContent
  try {
    // Without a text of its own, it copies what stands beside it.
    const text = button.dataset.copy || button.nextElementSibling?.textContent
    await navigator.clipboard.writeText(text ?? '')
    button.textContent = 'Copied'
  } catch {
    // Not allowed without HTTPS. The text is selected, so that the reader can copy it.
    const code = button.previousElementSibling ?? button.nextElementSibling
    if (code) getSelection()?.selectAllChildren(code)
    button.textContent = 'Press Ctrl+C'
  }
  setTimeout(() => {
    button.textContent = label
  }, 1500)
}

/** @param {Event} event */
const targetOf = (event) => /** @type {HTMLElement} */ (event.target)

/** The form of a field that is handled here. @param {Event} event */
function softFormOf(event) {
  const { form } = /** @type {HTMLInputElement} */ (event.target)
  return form && 'soft' in form.dataset ? form : null
}

document.addEventListener('click', (event) => {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  if (event.defaultPrevented || event.button || modified) return
  const button = targetOf(event).closest('[data-copy]')
  if (button instanceof HTMLElement) {
    void copy(button)
    return
  }
  const link = targetOf(event).closest('a[data-soft]')
  if (!(link instanceof HTMLAnchorElement)) return
  event.preventDefault()
  void go(link.href)
})

document.addEventListener('submit', (event) => {
  const form = targetOf(event)
  if (!(form instanceof HTMLFormElement) || !('soft' in form.dataset)) return
  event.preventDefault()
  void go(urlOf(form))
})

document.addEventListener('change', (event) => {
  const form = softFormOf(event)
  if (form && !('typed' in form.dataset)) void go(urlOf(form))
})

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing
document.addEventListener('input', (event) => {
  const form = softFormOf(event)
  if (!form || !('typed' in form.dataset)) return
  clearTimeout(typing)
  typing = setTimeout(() => go(urlOf(form), true), 150)
})

addEventListener('popstate', () => void show())

/** Selects a neighbour of the selected message. @param {number} by @param {boolean} focus */
async function move(by, focus) {
  const links = items()
  const link = links[links.findIndex((item) => item.ariaCurrent === 'true') + by]
  if (!link) return
  await go(link.href)
  const shown = document.getElementById(link.id)
  shown?.scrollIntoView({ block: 'nearest' })
  if (focus) shown?.focus({ preventScroll: true })
}

/** The tab after the shown one. */
function nextView() {
  const tabs = [...document.querySelectorAll('.tabs a')]
  const shown = tabs.findIndex((tab) => tab.ariaCurrent === 'page')
  return tabs[(shown + 1) % tabs.length]
}

/** What the keys of a message click. @type {Record<string, () => Element | null | undefined>} */
const CLICKS = {
  c: () => document.querySelector('.keys [data-copy]'),
  o: () => document.getElementById('link'),
  r: () => document.getElementById('again'),
  v: nextView,
}

document.addEventListener('keydown', (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return
  const { key } = event
  const target = targetOf(event)
  if (target.closest('input:not([type=checkbox]), select, textarea, dialog[open]')) return
  const inList = target.closest('#items li') !== null
  if (key === 'j' || (inList && key === 'ArrowDown')) void move(1, inList)
  else if (key === 'k' || (inList && key === 'ArrowUp')) void move(-1, inList)
  else {
    const clicked = CLICKS[key]?.()
    if (!(clicked instanceof HTMLElement)) return
    clicked.click()
  }
  event.preventDefault()
})

/** The address of something that depends on the mark of the shown list. @param {'events' | 'news'} name */
function withMark(name) {
  const { dataset } = element('outbox')
  return `${dataset[name]}?mark=${encodeURIComponent(dataset.mark ?? '')}`
}

follow(() => withMark('events'), { change: () => void look() })
countInTitle(() => withMark('news'))
fitFrames()
showTab()
