/**
 * The live part of the outbox, served as a file. The page works without it: all it does is to fetch
 * the same page again and to put in what is new.
 */
export const OUTBOX_SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id)
  document.documentElement.classList.add('live')

  function localise(root) {
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime)
      const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' }
      const today = at.toDateString() === new Date().toDateString()
      time.title = at.toISOString()
      time.textContent = 'full' in time.dataset ? at.toLocaleString()
        : today ? at.toLocaleTimeString([], clock)
        : at.toLocaleString([], { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
    }
  }

  // Puts in those parts of the page that differ, and leaves focus and scrolling as they are.
  function swap(next) {
    localise(next)
    const focused = document.activeElement?.id
    for (const fresh of next.querySelectorAll('[data-swap]')) {
      const old = $(fresh.id)
      if (old && !old.isEqualNode(fresh)) old.replaceWith(document.importNode(fresh, true))
    }
    if (focused && document.activeElement?.id !== focused) $(focused)?.focus({ preventScroll: true })
  }

  let turn = 0
  async function show() {
    const mine = ++turn
    let next
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } })
      next = new DOMParser().parseFromString(await response.text(), 'text/html')
    } catch {
      return // Out of reach; the stream of events says so, and tells when it is back.
    }
    if (mine !== turn) return
    const outbox = next.getElementById('outbox')
    if (!outbox) return location.reload() // No longer ours to see.
    const newest = $('items').querySelector('li a')?.id
    $('outbox').dataset.mark = outbox.dataset.mark
    swap(next)
    const first = $('items').querySelector('li a')
    return first && first.id !== newest ? first : null
  }

  // While one look is under way, any number of changes make one more.
  let looking = false
  let again = false
  async function look() {
    again = true
    if (looking) return
    looking = true
    while (again) {
      again = false
      const first = await show()
      if (first) $('news').textContent = 'New: ' + first.textContent
    }
    looking = false
  }

  function go(url, replace) {
    history[replace ? 'replaceState' : 'pushState'](null, '', url)
    return show()
  }

  function urlOf(form) {
    const fields = new URLSearchParams(new FormData(form))
    for (const [name, value] of [...fields]) if (value === '') fields.delete(name)
    const url = new URL(form.getAttribute('action'), location.href)
    url.search = fields
    return url.href
  }

  async function copy(button) {
    const label = button.textContent
    try {
      await navigator.clipboard.writeText(button.dataset.copy)
      button.textContent = 'Copied'
    } catch {
      // Not allowed here (no HTTPS): marked, so that Ctrl+C is all that is left to do.
      const code = button.previousElementSibling ?? button.nextElementSibling
      if (code) getSelection().selectAllChildren(code)
      button.textContent = 'Press Ctrl+C'
    }
    setTimeout(() => { button.textContent = label }, 1500)
  }

  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const button = event.target.closest('[data-copy]')
    if (button) return void copy(button)
    const link = event.target.closest('a[data-soft]')
    if (!link) return
    event.preventDefault()
    void go(link.href)
  })
  document.addEventListener('submit', (event) => {
    if (!('soft' in event.target.dataset)) return
    event.preventDefault()
    void go(urlOf(event.target))
  })
  document.addEventListener('change', (event) => {
    const form = event.target.form
    if (form && 'soft' in form.dataset && !('typed' in form.dataset)) void go(urlOf(form))
  })
  let typing
  document.addEventListener('input', (event) => {
    const form = event.target.form
    if (!form || !('typed' in form.dataset)) return
    clearTimeout(typing)
    typing = setTimeout(() => go(urlOf(form), true), 150)
  })
  addEventListener('popstate', () => void show())

  async function move(by, focus) {
    const links = [...$('items').querySelectorAll('li a')]
    const link = links[links.findIndex((item) => item.ariaCurrent === 'true') + by]
    if (!link) return
    await go(link.href)
    const shown = $(link.id)
    shown?.scrollIntoView({ block: 'nearest' })
    if (focus) shown?.focus({ preventScroll: true })
  }

  document.addEventListener('keydown', (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const { target, key } = event
    if (target.closest('input:not([type=checkbox]), select, textarea')) {
      if (key === 'Escape') target.blur()
      return
    }
    const inList = target.closest('#items li') !== null
    if (key === 'j' || (inList && key === 'ArrowDown')) void move(1, inList)
    else if (key === 'k' || (inList && key === 'ArrowUp')) void move(-1, inList)
    else if (key === 'c') document.querySelector('.keys [data-copy]')?.click()
    else if (key === '/') $('q').focus()
    else return
    event.preventDefault()
  })

  // A browser keeps few connections to one host: tabs in the background give theirs back.
  let events
  let retry
  function state(name, words) {
    $('live').dataset.state = name
    $('live').textContent = words
  }
  function connect() {
    clearTimeout(retry)
    events?.close()
    events = new EventSource('/outbox/events?mark=' + encodeURIComponent($('outbox').dataset.mark))
    events.onopen = () => state('live', 'Live')
    events.addEventListener('change', () => void look())
    events.onerror = () => {
      state('away', 'Reconnecting')
      if (events.readyState === EventSource.CLOSED) retry = setTimeout(connect, 3000)
    }
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return connect()
    clearTimeout(retry)
    events.close()
  })

  localise(document)
  connect()
})()
`
