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
  'The part of worst paths that is to be known best':
    'La parte dei percorsi peggiori che si vuole conoscere meglio',
  'How much means count beside them': 'Quanto contano accanto a loro le medie',
  'The first month that is supposed': 'Il primo mese supposto',
  'How the economy is in that month and in those after it':
    'Com’è l’economia in quel mese e in quelli dopo',
  'In standard deviations; bad is below zero': 'In deviazioni standard; va male sotto zero',
  'The share of months that are worse: 5 % is a deep recession':
    'La quota di mesi peggiori: 5 % è una recessione profonda',
  'The first month in which it is felt': 'Il primo mese in cui si sente',
  'How many months it lasts': 'Quanti mesi dura',
  'How large the standard error may be, of the figure':
    'Quanto può essere grande l’errore standard, rispetto alla cifra',
  'The outputs whose mean or probability counts': 'Le grandezze la cui media o probabilità conta',
  'The first month that it changes': 'Il primo mese che cambia',
  'For how many months': 'Per quanti mesi',
  'How many standard deviations the economy is pushed in each of them; down is below zero':
    'Di quante deviazioni standard si sposta l’economia in ciascuno; in giù è sotto zero',
}
