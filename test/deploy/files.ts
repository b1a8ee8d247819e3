import { readFileSync } from 'node:fs'
import { checkCaddyfile, checkCompose, checkProductionCompose } from './compose.ts'
import { checkDockerfile } from './dockerfile.ts'
import { checkKubernetes } from './kubernetes.ts'
import { checkFly, checkRailway, checkRender } from './platforms.ts'
import { checkUnit } from './systemd.ts'

/** The files that run Bellhop somewhere, and what each must hold. */
export const FILES: Readonly<Record<string, (text: string) => string[]>> = {
  Dockerfile: checkDockerfile,
  'compose.yaml': checkCompose,
  'compose.production.yaml': checkProductionCompose,
  'deploy/compose/Caddyfile': checkCaddyfile,
  'deploy/fly/fly.toml': checkFly,
  'deploy/render/render.yaml': checkRender,
  'deploy/railway/railway.json': checkRailway,
  'deploy/kubernetes/bellhop.yaml': checkKubernetes,
  'deploy/systemd/bellhop.service': checkUnit,
}

/** A file of the project. */
export function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
}
