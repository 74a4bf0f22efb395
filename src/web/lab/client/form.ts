/** Another alternative is shown as soon as it is chosen; without this, a button does it. */
for (const choice of document.querySelectorAll<HTMLSelectElement>('[data-choose]')) {
  const button = choice.parentElement?.querySelector<HTMLButtonElement>('[data-choosing]')
  if (button == null) continue
  button.hidden = true
  choice.addEventListener('change', () => choice.form?.requestSubmit(button))
}
