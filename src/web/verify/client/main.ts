import { describeFinding } from '../../../ledger/core/proof/findings.ts'
import { toHex } from '../../../ledger/core/proof/text-codes.ts'
import { type Verdict, verifyBundle } from '../../../ledger/core/proof/verify-bundle.ts'
import { verifyTexts } from '../../messages/verify.ts'
import { bundleOf, canCheckSignatures } from './browser-source.ts'

const texts = verifyTexts(navigator.language)
const numbers = new Intl.NumberFormat(navigator.language)
const place = {
  files: input('files'),
  folder: input('folder'),
  key: input('key'),
  outcome: element('outcome'),
  facts: element('facts'),
  findings: element('findings'),
}
let isBusy = false

write()
listen()

function write(): void {
  document.documentElement.lang = texts.title.startsWith('Verifica') ? 'it' : 'en'
  document.title = texts.title
  for (const [id, text] of Object.entries({
    title: texts.title,
    lead: texts.lead,
    'files-label': texts.choose,
    'folder-label': texts.chooseFolder,
    drop: texts.drop,
    'key-label': texts.key,
    'key-help': texts.keyHelp,
  })) {
    element(id).textContent = text
  }
}

function listen(): void {
  for (const chooser of [place.files, place.folder]) {
    chooser.addEventListener('change', () => void verify([...(chooser.files ?? [])]))
  }
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    void verify([...(event.dataTransfer?.files ?? [])])
  })
}

async function verify(files: readonly File[]): Promise<void> {
  if (isBusy || files.length === 0) return
  isBusy = true
  show('', texts.working('0'))
  place.facts.replaceChildren()
  place.findings.replaceChildren()
  try {
    if (!(await canCheckSignatures())) return show('wrong', texts.noSignatures)
    const kid = place.key.value.trim()
    const verdict = await verifyBundle({
      ...bundleOf(files),
      trustedKid: kid === '' ? undefined : kid,
      onProgress: (count) => show('', texts.working(numbers.format(count))),
    })
    report(verdict)
  } catch {
    show('wrong', texts.failed)
  } finally {
    isBusy = false
    place.files.value = ''
    place.folder.value = ''
  }
}

function report({ findings, summary, takenAt }: Verdict): void {
  const { facts } = texts
  const lines: [string, string][] = [
    [facts.takenAt, takenAt],
    [facts.log, summary.log ?? '-'],
    [facts.accounts, numbers.format(summary.accounts)],
    [facts.transfers, numbers.format(summary.transfers)],
    [facts.heads, numbers.format(summary.heads)],
    [facts.root, toHex(summary.root)],
    ...summary.kids.map((kid): [string, string] => [facts.signedWith, kid]),
  ]
  for (const [name, value] of lines) {
    const [term, description] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = name
    description.textContent = value
    place.facts.append(term, description)
  }
  for (const [unit, { debits, credits }] of summary.units) {
    const total = document.createElement('dd')
    total.textContent = facts.totals(unit, numbers.format(debits), numbers.format(credits))
    place.facts.append(total)
  }
  for (const finding of findings.kept) {
    const item = document.createElement('li')
    item.textContent = describeFinding(finding)
    place.findings.append(item)
  }
  if (findings.count === 0) show('well', texts.well)
  else show('wrong', texts.wrong(numbers.format(findings.count)))
}

function show(kind: '' | 'well' | 'wrong', text: string): void {
  place.outcome.className = kind
  place.outcome.textContent = text
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

function input(id: string): HTMLInputElement {
  const found = element(id)
  if (!(found instanceof HTMLInputElement)) throw new Error(`${id} is no field`)
  return found
}
