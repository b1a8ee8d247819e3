/**
 * The exports of a module that was imported. One that was compiled to CommonJS, as in an app whose package.json does
 * not say `"type": "module"`, has them once more in its default export.
 */
export function moduleExports(module: unknown): Readonly<Record<string, unknown>> {
  const exports = asRecord(module)
  const inner = asRecord(exports.default)
  return inner.__esModule === true ? inner : exports
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // Not a copy: compilers hide `__esModule` from loops.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
