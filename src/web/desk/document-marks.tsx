import { createHash } from 'node:crypto'
import { type FormState, LongTextField } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import { PARTNER_TEXTS } from './partner-details.tsx'
import type { FormReader } from './reading.ts'
import { type DeskContext, readForm } from './session.ts'
import { fill } from './show.ts'

const DOCUMENTS_MAX = 20
const DOCUMENT_LINE = /^([0-9a-f]{64})\s+\*?(\S.{0,119})$/i
const TEXT_MAX = 5000

/** What was sent, with a line for each file that came along; the files are read and let go. */
export async function withFingerprints(c: DeskContext): Promise<Readonly<Record<string, string>>> {
  const values = await readForm(c)
  const { file } = await c.req.parseBody({ all: true })
  const files = [file].flat().filter((one): one is File => one instanceof File && one.size > 0)
  const lines = await Promise.all(
    files.map(async (one) => {
      const digest = createHash('sha256').update(new Uint8Array(await one.arrayBuffer()))
      return `${digest.digest('hex')}  ${one.name}`
    }),
  )
  return { ...values, documents: [values.documents ?? '', ...lines].join('\n').trim() }
}

/** Fingerprints and names, as `sha256sum` writes them: one on a line. */
export function readDocuments(
  fields: FormReader,
  language: DeskLanguage,
): readonly { readonly sha256: string; readonly name: string }[] {
  const wrong = PARTNER_TEXTS[language].documentsWrong
  const text = fields.paragraphs('documents', TEXT_MAX) ?? ''
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.flatMap((line, index) => {
    const [, sha256, name] = DOCUMENT_LINE.exec(line.trim()) ?? []
    if (sha256 !== undefined && name !== undefined && index < DOCUMENTS_MAX) {
      return [{ name, sha256: sha256.toLowerCase() }]
    }
    fields.blame('documents', fill(wrong, { line: index + 1 }))
    return []
  })
}

interface DocumentsProps {
  readonly form: FormState
  readonly language: DeskLanguage
}

/** Where fingerprints of files are typed, or computed: by `client/documents.ts`, or else by the service. */
export function Documents({ form, language }: DocumentsProps) {
  const texts = PARTNER_TEXTS[language]
  return (
    <>
      <LongTextField
        {...{ form, name: 'documents', label: texts.documents, hint: texts.documentsHint }}
        maxlength={TEXT_MAX}
      />
      <div>
        <label class="form-label" for="file">
          {texts.file}
        </label>
        <input
          {...{ id: 'file', name: 'file', 'aria-describedby': 'file-hint' }}
          class="form-control"
          type="file"
          multiple
        />
        <div class="form-text" id="file-hint">
          {texts.fileHint}
        </div>
      </div>
    </>
  )
}
