/**
 * What the form says about a wrong field, in Italian. English has exactly these keys. The engine's own sentences are English:
 * those of `patterns` are known here, by what stands in them.
 */
export const labFaultsIt = {
  needed: 'Da compilare: {range}.',
  neededPlain: 'Da compilare.',
  outside: 'Deve essere {range}.',
  notNumber: 'Deve essere un numero.',
  patterns: {
    row: 'Le parti di una riga devono fare 100 % insieme, non {got}.',
    sum: 'Le parti devono fare 100 % insieme.',
    loans: 'Ci sono {got} prestiti: se ne simulano al massimo {most}.',
    grades: 'Le classi sono solo {got}.',
    benchmark: 'Il portafoglio GF500 ha 5 classi.',
    oneOf: 'Deve essere uno di questi: {names}.',
    horizon: 'Deve finire entro il mese {month}, l’ultimo della simulazione.',
    economy: 'In questo modello l’economia non va mese per mese: le scosse non si possono usare.',
    factors: 'Questo modello non ha un’economia comune: si estrae a caso.',
    power: 'Deve essere {got} (le ripetizioni) moltiplicato per una potenza di due.',
    unknown: 'Questo campo non esiste.',
    yaml: 'Non è YAML: {got}',
    empty: 'Uno scenario è un elenco di campi con i loro valori.',
    overlay: 'Nel file non c’è una variante con questo nome.',
    other: 'Non va bene: {got}.',
  },
}

/** The shape of the catalogue. */
export type LabFaultTexts = typeof labFaultsIt

export const labFaultsEn: LabFaultTexts = {
  needed: 'To be filled in: {range}.',
  neededPlain: 'To be filled in.',
  outside: 'It must be {range}.',
  notNumber: 'It must be a number.',
  patterns: {
    row: 'The parts of a row must be 100 % together, not {got}.',
    sum: 'The parts must be 100 % together.',
    loans: 'There are {got} loans; at most {most} can be simulated.',
    grades: 'There are only {got} grades.',
    benchmark: 'The portfolio GF500 has 5 grades.',
    oneOf: 'It must be one of: {names}.',
    horizon: 'It must end by month {month}, the last of the simulation.',
    economy: 'The economy of this model does not go month by month: there can be no shocks.',
    factors: 'This model has no common economy: draw by chance.',
    power: 'It must be {got} (the repetitions) times a power of two.',
    unknown: 'There is no such field.',
    yaml: 'It is no YAML: {got}',
    empty: 'A scenario is a list of fields with their values.',
    overlay: 'The file has no variant of this name.',
    other: 'It will not do: {got}.',
  },
}
