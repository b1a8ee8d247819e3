// What the page of the templates does besides showing itself. It works without a script.

import { fitFrames } from './frames.js'

fitFrames()

document.addEventListener('change', ({ target }) => {
  const { form } = /** @type {HTMLInputElement} */ (target)
  if (form && 'atOnce' in form.dataset) form.requestSubmit()
})

document
  .querySelector('.template-list [aria-current]')
  ?.scrollIntoView({ block: 'nearest', behavior: 'instant' })

document.addEventListener('keydown', (event) => {
  const { target, key, metaKey, ctrlKey, altKey } = event
  if (metaKey || ctrlKey || altKey || (key !== 'j' && key !== 'k')) return
  if (target instanceof Element && target.closest('select, dialog[open]')) return
  const links = [...document.querySelectorAll('.template-list a')]
  const shown = links.findIndex((link) => link.ariaCurrent === 'page')
  const link = links[shown + (key === 'j' ? 1 : -1)]
  if (link instanceof HTMLAnchorElement) link.click()
})
