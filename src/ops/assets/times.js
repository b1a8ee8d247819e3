// Times in words such as "2 min ago", with the exact time on hover and focus.

/** The units, from the largest, in seconds. @type {readonly [number, string, string][]} */
const UNITS = [
  [86_400, 'day', 'days'],
  [3_600, 'h', 'h'],
  [60, 'min', 'min'],
]

/** @param {Date} at @param {number} now */
function wordsOf(at, now) {
  const seconds = Math.round((now - at.getTime()) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 45) return seconds < 0 ? 'in a moment' : 'just now'
  if (distance > 30 * 86_400) {
    return at.toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' })
  }
  // 45 seconds count as a minute, 59.5 minutes as an hour.
  const [size, one, many] = UNITS.find(([unit]) => Math.round(distance / 60) * 60 >= unit) ?? [
    60,
    'min',
    'min',
  ]
  const count = Math.round(distance / size)
  const words = `${count} ${count === 1 ? one : many}`
  return seconds < 0 ? `in ${words}` : `${words} ago`
}

/** @param {Date} at */
function exactOf(at) {
  return at.toLocaleString('en-GB', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
}

/** Writes all times below `root` in words. @param {ParentNode} root @param {number} [now] */
export function localise(root, now = Date.now()) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    const words = wordsOf(at, now)
    if (time.textContent !== words) time.textContent = words
    if ('exact' in time.dataset) continue
    time.dataset.exact = exactOf(at)
    // In a row or a link, the focus of the link shows it.
    if (!time.closest('a, button, summary, tr.opens')) time.tabIndex = 0
  }
}

/** The time that an element shows: its own, or that of its link or row. @param {EventTarget | null} target */
function timeOf(target) {
  if (!(target instanceof Element)) return null
  const near = target.closest('time') ?? target.closest('a, button, summary')?.querySelector('time')
  return near ?? target.closest('a.stretched')?.closest('tr')?.querySelector('time') ?? null
}

/** Shows exact times in one element above the page, so that no box cuts it off. */
export function showExactTimes() {
  const exact = document.createElement('div')
  exact.id = 'exact'
  exact.role = 'tooltip'
  exact.popover = 'manual'
  document.body.append(exact)
  /** @type {HTMLTimeElement | null} */
  let shown = null

  function hide() {
    shown?.removeAttribute('aria-describedby')
    shown = null
    exact.hidePopover()
  }

  /** @param {HTMLTimeElement} time */
  function show(time) {
    if (time === shown || !time.dataset.exact) return
    hide()
    shown = time
    exact.textContent = time.dataset.exact
    time.setAttribute('aria-describedby', exact.id)
    exact.showPopover()
    const { left, top, bottom } = time.getBoundingClientRect()
    const { width, height } = exact.getBoundingClientRect()
    const above = top - height - 6
    exact.style.top = `${above > 4 ? above : bottom + 6}px`
    exact.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`
  }

  document.addEventListener('pointerover', ({ target }) => {
    const time = target instanceof Element ? target.closest('time') : null
    if (time) show(time)
    else if (shown && !shown.matches(':focus') && timeOf(document.activeElement) !== shown) hide()
  })
  document.addEventListener('focusin', ({ target }) => {
    const time =
      target instanceof Element && target.matches(':focus-visible') ? timeOf(target) : null
    if (time) show(time)
  })
  document.addEventListener('focusout', hide)
  document.addEventListener('scroll', hide, true)
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide()
  })
}
