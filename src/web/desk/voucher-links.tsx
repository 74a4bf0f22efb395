import { deskIssueEn, deskIssueIt } from '../messages/desk-issue.ts'
import type { DeskLanguage } from './layout.tsx'

const LINKS = [
  ['toIssue', '/desk/issue'],
  ['toHandOver', '/desk/hand-over'],
  ['toSearch', '/desk/vouchers'],
  ['toPrint', '/print/vouchers'],
] as const

/** From one page of vouchers to the others. */
export function VoucherLinks({
  language,
  here,
}: {
  readonly language: DeskLanguage
  readonly here: string
}) {
  const texts = language === 'it' ? deskIssueIt : deskIssueEn
  return (
    <nav class="desk-actions" aria-label={texts.links}>
      {LINKS.map(([name, path]) => (
        <a
          class={path === here ? 'btn btn-primary' : 'btn btn-outline-primary'}
          href={path}
          {...(path === here ? { 'aria-current': 'page' as const } : {})}
        >
          {texts[name]}
        </a>
      ))}
    </nav>
  )
}
