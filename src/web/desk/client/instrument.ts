import { instrumentRules } from '../../../currency/core/rules.ts'
import { rulesOfForm } from '../../../currency/core/rules-form.ts'
import { parseDay } from '../../../kernel/days.ts'
import { EXAMPLE_TEXTS, exampleLines } from '../../core/instrument-example.ts'

/** Shows of each alternative only what was chosen. */
function showChosen(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const part of form.querySelectorAll<HTMLElement>('[data-when]')) {
    part.hidden = (values[part.dataset.when ?? ''] ?? '') !== part.dataset.is
  }
}

/** Works the example out again, with what stands in the form. */
function showExample(place: HTMLElement, values: Readonly<Record<string, string>>): void {
  const language = document.documentElement.lang === 'en' ? 'en' : 'it'
  const { data } = instrumentRules.safeParse(rulesOfForm(values))
  const day = parseDay(values.validFrom ?? '') ?? parseDay(place.dataset.today ?? '')
  const lines =
    data === undefined || day === undefined
      ? [EXAMPLE_TEXTS[language].none]
      : exampleLines(data, day, language)
  if ([...place.children].map((one) => one.textContent).join('\n') === lines.join('\n')) return
  const items = lines.map((line) => {
    const item = document.createElement('li')
    item.textContent = line
    return item
  })
  place.replaceChildren(...items)
}

const form = document.querySelector<HTMLFormElement>('form#rules')
const place = document.querySelector<HTMLElement>('#example-lines')
if (form !== null && place !== null) {
  for (const hint of form.querySelectorAll<HTMLElement>('[data-unscripted]')) hint.hidden = true
  const update = () => {
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
    const values = Object.fromEntries(texts) as Record<string, string>
    showChosen(form, values)
    showExample(place, values)
  }
  form.addEventListener('input', update)
  update()
}
