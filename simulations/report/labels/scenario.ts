/** The Italian of what every scenario has, whatever its model. */
export const SCENARIO_ITALIAN: Readonly<Record<string, string>> = {
  'What the scenario is called': 'Come si chiama lo scenario',
  'Where the randomness begins': 'Da dove comincia il caso',
  'How many courses of the months are run, at most where there is a rule to stop':
    'Quanti percorsi si simulano, al massimo dove c’è una regola per smettere',
  'The levels of value at risk and expected shortfall':
    'I livelli di valore a rischio e perdita attesa oltre',
  'A level of tails': 'Un livello delle code',
  'Repetitions, for the error': 'Ripetizioni, per l’errore',
  'Factors spread evenly': 'Fattori distribuiti in modo uniforme',
  'Paths that look for where the losses are': 'Percorsi che cercano dove sono le perdite',
  'Of the pilot, the part that shows how far to shift':
    'Della prova iniziale, la parte che mostra di quanto spostare',
  'Of that shift, how much is made': 'Di quello spostamento, quanto se ne fa',
  'How large the standard error may be, of the figure':
    'Quanto può essere grande l’errore standard, rispetto alla cifra',
  'The outputs whose mean or probability counts': 'Le grandezze la cui media o probabilità conta',
  'The first month that it changes': 'Il primo mese che cambia',
  'For how many months': 'Per quanti mesi',
  'How many standard deviations the economy is pushed in each of them; down is below zero':
    'Di quante deviazioni standard si sposta l’economia in ciascuno; in giù è sotto zero',
}
