/** What a request says of itself, for those who tell whom it comes from. */
export interface Incoming {
  /** In capitals. */
  readonly method: string
  /** The path and the query, as they were asked. */
  readonly target: string
  header(name: string): string | undefined
  /** The body as text; empty where there is none. */
  body(): Promise<string>
}
