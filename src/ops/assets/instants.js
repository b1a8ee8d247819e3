// Fields for an instant: in UTC without a script, and with it in the zone of the reader, like all times.

/** @param {Date} at @param {number} length */
function wordsOf(at, length) {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, length)
}

/** Asks for instants in the reader's zone, and sends them in UTC. */
export function askInReadersZone() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = document.querySelectorAll('input[type=datetime-local]')
  for (const field of fields) {
    // The value of the page and not one that the browser has kept: that may be in either zone.
    const sent = field.defaultValue
    if (sent) field.value = wordsOf(new Date(`${sent}Z`), sent.length)
    for (const label of field.labels ?? []) {
      label.textContent = label.textContent.replace('(UTC)', '(your time)')
    }
  }
  document.addEventListener('formdata', ({ formData, target }) => {
    for (const field of fields) {
      if (field.form !== target || !field.value) continue
      const { length } = field.value
      formData.set(field.name, new Date(field.value).toISOString().slice(0, length))
    }
  })
}
