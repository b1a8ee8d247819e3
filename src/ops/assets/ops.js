// What every page does besides showing itself. All pages work without it.

import { askInReadersZone } from './instants.js'
import { listenToKeys, openRowsByClick } from './keys.js'
import { updateParts } from './live.js'
import { closeMenus } from './menus.js'
import { localise, showExactTimes } from './times.js'

document.documentElement.classList.add('live')
localise(document)
setInterval(() => localise(document), 60_000)
showExactTimes()
askInReadersZone()
listenToKeys()
openRowsByClick()
updateParts()
closeMenus()

// On a phone the links to the pages scroll.
document
  .querySelector('.nav [aria-current]')
  ?.scrollIntoView({ inline: 'center', block: 'nearest', behavior: 'instant' })

// The choice of the instance changes the address as it is now, which a script may have changed.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLSelectElement) || !target.form || !('submit' in target.form.dataset))
    return
  const query = new URLSearchParams(location.search)
  for (const name of ['cursor', 'before', target.name]) query.delete(name)
  if (target.value) query.set(target.name, target.value)
  location.search = query.toString()
})
