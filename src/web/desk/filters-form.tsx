import type { Child } from 'hono/jsx'

interface FiltersFormProps {
  readonly action: string
  readonly texts: { readonly filters: string; readonly filter: string }
  readonly children: Child
}

/** What narrows a list: its fields, and the button that asks for the list anew. */
export function FiltersForm({ action, texts, children }: FiltersFormProps) {
  return (
    <form method="get" action={action} class="desk-card" aria-label={texts.filters}>
      <div class="desk-fields">{children}</div>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit">
          {texts.filter}
        </button>
      </div>
    </form>
  )
}
