import type { Child } from 'hono/jsx'
import { DomainError } from '../../kernel/errors.ts'
import { fill } from '../desk/show.ts'
import type { LabStudyFormTexts } from '../messages/lab-study-form.ts'

/** What is wrong at a place of a study, in the engine's words. */
export interface StudyFault {
  readonly path: string
  readonly message: string
}

type Pattern = keyof LabStudyFormTexts['patterns']

/** The engine's sentences, and what in them is said in ours. */
const PATTERNS: readonly (readonly [Pattern, RegExp])[] = [
  ['order', /low, mode and high must rise/],
  ['rise', /low must be below high/],
  ['positive', /must be above zero$|expected number to be >0/],
  ['weights', /^one of them must have a weight above zero$/],
  ['least', /expected number to be >=(?<least>[\d.]+)/],
  ['most', /expected number to be <=(?<most>[\d.]+)/],
  ['empty', /expected string to have >=1 characters/],
  ['number', /expected (?:number|int)|Invalid input$|is no number|is not in|is no amount/],
  ['standing', /^is evidence where a dataset is named, only there$/],
  ['designs', /expected array to have >=2 items/],
  ['dataset', /^there is no dataset with the SHA-256 /],
  ['unbounded', /^nothing bounds the estimate /],
  ['same', /^must not be the worst as well$/],
  ['proof', /^nothing is green without evidence$/],
  ['found', /^must say what was found$/],
  ['published', /^is prior: others published it$/],
  ['yaml', /^is no YAML: (?<got>.+)$/],
  ['unfitting', /^\S+ is -?[\d.e+-]+: (?<got>.+)$/],
]

/** What a study was refused for, place by place; nothing where something else was thrown. */
export function studyFaultsOf(error: unknown): readonly StudyFault[] | undefined {
  if (!(error instanceof DomainError) || error.code !== 'study_unfit') return undefined
  const { faults } = error.details
  if (!Array.isArray(faults)) return []
  // What is wrong in every design alike is said once.
  const told = new Map(faults.map(([path, message]) => [`${path} ${message}`, { path, message }]))
  return [...told.values()].map(({ path, message }) => ({
    path: `${path}`,
    message: `${message}`,
  }))
}

/** A fault in the language of whoever reads it; a sentence of the engine that is not known here stays English. */
export function StudyFaultText({
  fault: { message },
  texts,
}: {
  readonly fault: StudyFault
  readonly texts: LabStudyFormTexts
}): Child {
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(message)
    if (found === null) continue
    const { got, ...values } = { ...found.groups }
    if (got === undefined) return <>{fill(texts.patterns[name], values)}</>
    return <Quoting text={texts.patterns[name]} got={got} />
  }
  return <Quoting text={texts.patterns.other} got={message} />
}

function Quoting({ text, got }: { readonly text: string; readonly got: string }) {
  const [before = '', after = ''] = text.split('{got}')
  return (
    <>
      {before}
      <span lang="en">{got}</span>
      {after}
    </>
  )
}

interface FaultListProps {
  readonly faults: readonly StudyFault[]
  readonly texts: LabStudyFormTexts
  /** Where in the page the place of a fault is; nothing where it is not shown. */
  readonly anchorOf?: (path: string) => string | undefined
  /** What a place is called; as the study writes it where nothing is given. */
  readonly nameOf?: (path: string) => string
}

/** All that is wrong, above the form, each with a way to its field. */
export function StudyFaults({ faults, texts, anchorOf, nameOf }: FaultListProps) {
  if (faults.length === 0) return null
  return (
    <section aria-label={texts.faults}>
      <ul class="lab-faults">
        {faults.map((fault) => {
          const anchor = anchorOf?.(fault.path)
          const name = nameOf?.(fault.path) ?? <code>{fault.path}</code>
          return (
            <li>
              {anchor === undefined ? name : <a href={`#${anchor}`}>{name}</a>}{' '}
              <StudyFaultText {...{ fault, texts }} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
