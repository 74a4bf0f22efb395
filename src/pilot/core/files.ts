import {
  amount,
  areaOrNothing,
  categories,
  choice,
  code,
  codeOrNothing,
  dayOrNothing,
  language,
  pseudonym,
  unit,
  wholeNumber,
  words,
} from './cells.ts'
import { refusePersonalHeading } from './personal.ts'
import type { Column, RowOf, TableShape } from './table.ts'

/** A shape with the very columns that it names. */
export function shape<Columns extends Record<string, Column<unknown>>>(
  table: TableShape<Columns>,
): TableShape<Columns> {
  return table
}

const ID = ['codice', 'identificativo', 'code']
const NAME = ['nome', 'denominazione']
const TERRITORY = ['territorio']
const UNIT = ['unità', 'valuta', 'currency', 'moneta']
const AREA = ['ambito territoriale', 'zona']
const CATEGORIES = ['categorie', 'categoria', 'category']

/** Where the programme works. */
export const TERRITORIES = shape({
  file: 'territories.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    kind: choice(['tipo'], {
      region: ['regione'],
      'metropolitan city': ['città metropolitana'],
      province: ['provincia'],
      municipality: ['comune'],
    }),
    parent: codeOrNothing(['in', 'parte di', 'appartiene a']),
  },
})

/** Who walks with people there, with how much to give. */
export const CONTACT_POINTS = shape({
  file: 'contact-points.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    territory: code(TERRITORY),
    envelope: amount(['budget', 'dotazione', 'importo', 'amount'], 0n),
    unit: unit(UNIT),
    programme: codeOrNothing(['programma', 'progetto']),
    area: areaOrNothing(AREA),
  },
})

/** Who accepts vouchers. */
export const PARTNERS = shape({
  file: 'partners.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    territory: code(TERRITORY),
    kind: choice(['tipo'], {
      shop: ['negozio', 'esercizio'],
      landlord: ['locatore', 'proprietario'],
      company: ['azienda', 'impresa'],
      'host family': ['famiglia ospitante', 'famiglia'],
      association: ['associazione'],
      'training body': ['ente di formazione'],
    }),
    categories: categories(CATEGORIES),
    status: {
      ...choice(['stato'], {
        active: ['attivo', 'attiva'],
        suspended: ['sospeso', 'sospesa'],
        ended: ['cessato', 'cessata'],
      }),
      ifEmpty: 'active' as const,
    },
    unit: unit(UNIT),
    area: areaOrNothing(AREA),
  },
  passedOver: ['acceptance', 'valid_until', 'created_at'],
})

/** Who is walked with, under codes. */
export const BENEFICIARIES = shape({
  file: 'beneficiaries.csv',
  key: 'id',
  columns: {
    id: pseudonym(ID),
    contact_point: code(['punto di contatto', 'punto di riferimento', 'sportello']),
    household_size: wholeNumber(['componenti', 'nucleo', 'componenti del nucleo'], 1, 20),
    language: language(['lingua']),
  },
  refuseHeading: refusePersonalHeading,
})

/** What a voucher can be good for. */
export const PRODUCTS = shape({
  file: 'products.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    unit: unit(UNIT),
    categories: categories(CATEGORIES),
    min_amount: amount(['importo minimo', 'minimo'], 1n),
    max_amount: amount(['importo massimo', 'massimo'], 1n),
    validity_days: wholeNumber(['giorni di validità', 'validità'], 1, 3650),
  },
})

/** The vouchers to be issued. */
export const VOUCHERS = shape({
  file: 'vouchers.csv',
  key: 'code',
  columns: {
    code: code(['codice', 'buono', 'id', 'voucher']),
    product: code(['prodotto']),
    beneficiary: code(['beneficiario', 'destinatario']),
    amount: amount(['importo', 'valore'], 1n),
    expires_on: dayOrNothing(['scadenza', 'data di scadenza', 'valido fino al', 'expiry']),
  },
  refuseHeading: refusePersonalHeading,
})

export type TerritoryRow = RowOf<typeof TERRITORIES.columns>
export type ContactPointRow = RowOf<typeof CONTACT_POINTS.columns>
export type PartnerRow = RowOf<typeof PARTNERS.columns>
export type BeneficiaryRow = RowOf<typeof BENEFICIARIES.columns>
export type ProductRow = RowOf<typeof PRODUCTS.columns>
export type VoucherRow = RowOf<typeof VOUCHERS.columns>

/** The six files of a pilot, in the order in which they lean on each other. */
export const PILOT_FILES = [
  TERRITORIES.file,
  CONTACT_POINTS.file,
  PARTNERS.file,
  BENEFICIARIES.file,
  PRODUCTS.file,
  VOUCHERS.file,
] as const
