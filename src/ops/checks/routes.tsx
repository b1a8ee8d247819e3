/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import type { OpsEnv } from '../access/visitor.ts'
import { page } from '../ui/layout.tsx'
import { DoctorPage } from './page.tsx'
import type { ReadDoctorReport } from './report.ts'

/** The checks of `bellhop doctor`, run by the service when somebody asks: as a page and as JSON. */
export function doctorRoutes(readReport: ReadDoctorReport): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.get('/doctor', async (c) =>
    page(c, 'Doctor', <DoctorPage {...(await readReport())} />, { instances: false }),
  )
  routes.get('/api/doctor', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(await readReport())
  })
  return routes
}
