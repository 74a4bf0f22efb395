import type { Child } from 'hono/jsx'
import type { Principal, StaffRole } from '../../access/core/principal.ts'
import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { type DeskFrameTexts, deskFrameEn, deskFrameIt } from '../messages/desk-frame.ts'
import { type DeskSection, Navigation } from './navigation.tsx'

export type { DeskSection }

export type DeskLanguage = 'it' | 'en'

/** Who sits at the desk, and how they want to read it. */
export interface DeskSession {
  readonly who: Principal
  readonly name: string
  readonly role: StaffRole
  readonly contactPointIds: readonly string[]
  readonly language: DeskLanguage
  /** The path and query of this page, to come back to it. */
  readonly path: string
  readonly requestId: string
}

/** What a page says before everything else: what was done, or what is wrong and what to do. */
export interface Notice {
  readonly kind: 'done' | 'wrong'
  readonly text: string
}

export const FRAME_TEXTS: Readonly<Record<DeskLanguage, DeskFrameTexts>> = {
  it: deskFrameIt,
  en: deskFrameEn,
}

interface DeskPageProps {
  readonly assets: Assets
  readonly session: DeskSession
  readonly title: string
  readonly section: DeskSection
  readonly notice?: Notice | undefined
  /** The client module of the page, where it has one. */
  readonly module?: string
  readonly children: Child
}

/**
 * The frame of every page of the desk: who sits there, where one can go, what was done just before. The page gives
 * what stands below its title.
 */
export function DeskPage(props: DeskPageProps) {
  const { assets, session, title, section, notice } = props
  const texts = FRAME_TEXTS[session.language]
  return (
    <Document
      assets={assets}
      title={`${title} | FRA NOI`}
      language={session.language}
      bodyClass="desk-body"
      {...(props.module === undefined ? {} : { module: props.module })}
    >
      <a class="visually-hidden-focusable desk-skip" href="#content">
        {texts.skip}
      </a>
      <header class="desk-bar">
        <a class="desk-brand" href="/desk">
          FRA NOI
        </a>
        <Search session={session} texts={texts} />
        <p class="desk-who">
          <a href="/desk/own" title={texts.sections.own}>
            {session.name}
          </a>{' '}
          <span>{whereOf(session, texts)}</span>
        </p>
        <form method="post" action="/desk/language">
          <input type="hidden" name="back" value={session.path} />
          <button
            class="btn btn-bar"
            type="submit"
            name="language"
            value={session.language === 'it' ? 'en' : 'it'}
            lang={session.language === 'it' ? 'en' : 'it'}
          >
            {texts.otherLanguage}
          </button>
        </form>
        <form method="post" action="/desk/sign-out">
          <button class="btn btn-bar" type="submit">
            {texts.signOut}
          </button>
        </form>
      </header>
      <Navigation role={session.role} section={section} texts={texts} />
      <main id="content" class="desk-main">
        <h1>{title}</h1>
        {notice === undefined ? null : <NoticeBox notice={notice} texts={texts} />}
        {props.children}
      </main>
    </Document>
  )
}

const SEARCHERS: readonly StaffRole[] = ['operator', 'administrator', 'auditor']

interface SearchProps {
  readonly session: DeskSession
  readonly texts: DeskFrameTexts
}

/** Finds by name, by code, by what is printed on a card. What is typed may be a name: it stands in no address. */
function Search({ session, texts }: SearchProps) {
  if (!SEARCHERS.includes(session.role)) return null
  return (
    <search class="desk-search">
      <form method="post" action="/desk/people">
        <label class="visually-hidden" for="desk-q">
          {texts.searchLabel}
        </label>
        <input
          id="desk-q"
          class="form-control form-control-sm"
          name="q"
          type="text"
          maxlength={160}
          placeholder={texts.searchShort}
          autocomplete="off"
          required
        />
        <button class="btn btn-bar" type="submit">
          {texts.search}
        </button>
      </form>
    </search>
  )
}

function NoticeBox({ notice, texts }: { readonly notice: Notice; readonly texts: DeskFrameTexts }) {
  const isDone = notice.kind === 'done'
  return (
    <div
      class={isDone ? 'alert alert-success' : 'alert alert-danger'}
      role={isDone ? 'status' : 'alert'}
    >
      <strong>{isDone ? texts.done : texts.wrong}.</strong> {notice.text}
    </div>
  )
}

function whereOf({ role, contactPointIds }: DeskSession, texts: DeskFrameTexts): string {
  if (role !== 'operator') return texts.roles[role]
  const where = contactPointIds.length === 0 ? texts.everywhere : contactPointIds.join(', ')
  return `${texts.roles[role]} · ${where}`
}
