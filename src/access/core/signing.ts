/** What the service signs. A key serves one of these and no other. */
export const SIGNING_PURPOSES = ['card', 'phone', 'receipt', 'tree'] as const
export type SigningPurpose = (typeof SIGNING_PURPOSES)[number]
