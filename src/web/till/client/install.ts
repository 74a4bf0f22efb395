/** Lets the till open without a network, where the browser can. It works as well where it cannot. */
export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return
  void navigator.serviceWorker
    .register('/till/worker.js', { scope: '/till' })
    .catch(() => undefined)
}
