// Frames as high as the email in them, so that only the page scrolls. Without a script they have a fixed height.

/** The width for which a frame was measured. @type {WeakMap<HTMLIFrameElement, number>} */
const measured = new WeakMap()

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target instanceof HTMLIFrameElement && measured.get(target) !== target.clientWidth) {
      resize(target)
    }
  }
})

/** @param {HTMLIFrameElement} frame */
function resize(frame) {
  const root = frame.contentDocument?.documentElement
  if (!root?.querySelector('body > *')) return
  measured.set(frame, frame.clientWidth)
  const box = frame.closest('article')
  const inBox = box?.scrollTop ?? 0
  const top = scrollY
  // An email may ask for the whole height of its frame, so it is measured in a low one.
  frame.style.height = '10px'
  const edge = frame.offsetHeight - frame.clientHeight
  frame.style.height = `${Math.max(root.scrollHeight + edge, 160)}px`
  if (box) box.scrollTop = inBox
  scrollTo({ top, behavior: 'instant' })
}

/** @param {unknown} frame */
function follow(frame) {
  if (!(frame instanceof HTMLIFrameElement) || !('fit' in frame.dataset)) return
  resize(frame)
  watch.observe(frame)
}

/** Fits the frames of the page, also those that are added later. */
export function fitFrames() {
  document.addEventListener('load', ({ target }) => follow(target), true)
  for (const frame of document.querySelectorAll('iframe')) follow(frame)
}
