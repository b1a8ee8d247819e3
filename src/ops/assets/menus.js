// Menus close with Escape, and with a click or the focus elsewhere on the page.

const openMenus = () => [
  .../** @type {NodeListOf<HTMLDetailsElement>} */ (
    document.querySelectorAll('details[data-menu][open]')
  ),
]

/** Closes the menus that do not contain the element. @param {EventTarget | null} target */
function closeOthers(target) {
  for (const menu of openMenus()) {
    if (!(target instanceof Node && menu.contains(target))) menu.open = false
  }
}

export function closeMenus() {
  document.addEventListener('pointerdown', ({ target }) => closeOthers(target))
  document.addEventListener('focusin', ({ target }) => closeOthers(target))
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus()
      menu.open = false
    }
  })
}
