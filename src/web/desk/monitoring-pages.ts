import type { Hono } from 'hono'
import { addActivities } from './activities.tsx'
import { addActivitiesImport } from './activities-import.tsx'
import { addActivity } from './activity.tsx'
import { addActivityForm } from './activity-form.tsx'
import { addInterview } from './interview.tsx'
import type { MoneyKit } from './money-kit.tsx'
import { addMonitoring } from './monitoring.tsx'
import type { DeskEnv } from './session.ts'

/** The pages about what the programme did, and what came of it. */
export function addMonitoringPages(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  addActivities(routes, kit)
  addActivityForm(routes, kit)
  addActivitiesImport(routes, kit)
  addActivity(routes, kit)
  addInterview(routes, kit)
  addMonitoring(routes, kit)
}
