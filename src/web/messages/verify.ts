/** The texts of the page that verifies an export, which must do without the service. */
export interface VerifyTexts {
  readonly title: string
  readonly lead: string
  readonly choose: string
  readonly chooseFolder: string
  readonly drop: string
  readonly key: string
  readonly keyHelp: string
  readonly working: (transfers: string) => string
  readonly well: string
  readonly wrong: (count: string) => string
  readonly noSignatures: string
  readonly failed: string
  readonly facts: {
    readonly log: string
    readonly takenAt: string
    readonly accounts: string
    readonly transfers: string
    readonly heads: string
    readonly root: string
    readonly signedWith: string
    readonly totals: (unit: string, debits: string, credits: string) => string
  }
}

const it: VerifyTexts = {
  title: 'Verifica di un’esportazione dei libri',
  lead: 'Scegliete o trascinate qui i file scritti da «fra-noi export». La verifica avviene in questa pagina: nulla lascia il vostro computer.',
  choose: 'Scegli i file',
  chooseFolder: 'Scegli la cartella',
  drop: 'oppure trascinate i file qui',
  key: 'Impronta della chiave che conoscete (facoltativa)',
  keyHelp: 'Chi la conosce da altra fonte si accorge anche di libri riscritti per intero.',
  working: (transfers) => `Verifica in corso: ${transfers} movimenti…`,
  well: 'Tutto in ordine: saldi, sequenza, impronte, radici e firme sono come devono essere.',
  wrong: (count) => `Non in ordine: ${count} rilievi.`,
  noSignatures:
    'Questo browser non sa controllare le firme Ed25519. Usate Chrome 137, Firefox 129, Safari 17 o più recenti, oppure «fra-noi verify».',
  failed: 'I file non si possono leggere fino in fondo. Sceglieteli di nuovo.',
  facts: {
    log: 'Registro',
    takenAt: 'Stato al',
    accounts: 'Conti',
    transfers: 'Movimenti',
    heads: 'Teste firmate',
    root: 'Radice',
    signedWith: 'Firmato con la chiave',
    totals: (unit, debits, credits) => `${unit}: dare ${debits}, avere ${credits}`,
  },
}

const en: VerifyTexts = {
  title: 'Verify an export of the books',
  lead: 'Choose the files that “fra-noi export” wrote, or drop them here. They are verified within this page: nothing leaves your computer.',
  choose: 'Choose the files',
  chooseFolder: 'Choose the folder',
  drop: 'or drop the files here',
  key: 'Thumbprint of the key that you know (optional)',
  keyHelp: 'Whoever knows it from elsewhere also notices books that were rewritten as a whole.',
  working: (transfers) => `Verifying: ${transfers} transfers…`,
  well: 'All is well: balances, order, hashes, roots and signatures are as they must be.',
  wrong: (count) => `Not well: ${count} findings.`,
  noSignatures:
    'This browser cannot check Ed25519 signatures. Use Chrome 137, Firefox 129, Safari 17 or later, or “fra-noi verify”.',
  failed: 'The files cannot be read to their end. Choose them again.',
  facts: {
    log: 'Log',
    takenAt: 'As of',
    accounts: 'Accounts',
    transfers: 'Transfers',
    heads: 'Signed heads',
    root: 'Root',
    signedWith: 'Signed with the key',
    totals: (unit, debits, credits) => `${unit}: debits ${debits}, credits ${credits}`,
  },
}

/** The texts for a browser's language: Italian or English. */
export function verifyTexts(language: string): VerifyTexts {
  return language.toLowerCase().startsWith('it') ? it : en
}
