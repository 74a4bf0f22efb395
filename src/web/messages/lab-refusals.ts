/** What the laboratory says about a refusal, by its code, in Italian. English has exactly these keys. */
export const labRefusalsIt = {
  run_not_found: 'Questa simulazione non c’è, o è stata tolta.',
  run_not_complete: 'Questa simulazione non è finita: non ha ancora un risultato.',
  run_id_conflict: 'Questo modulo è già servito per un’altra simulazione. Aprine uno nuovo.',
  run_is_open: 'Questa simulazione non è finita: prima si ferma.',
  too_many_runs: 'Ci sono già troppe simulazioni in attesa o in corso. Aspetta che ne finisca una.',
  scenario_unfit: 'Lo scenario non è completo. Controllalo: quello che non va è scritto ai campi.',
  scenario_too_large:
    'Questa simulazione è troppo grande per il servizio ({size}, al massimo {most}). Riduci i percorsi, o scarica il file e lanciala da riga di comando.',
  study_not_found: 'Questo studio, o questa versione, non c’è.',
  study_unfit: 'Lo studio non va bene così: quello che non va è scritto ai campi.',
  study_id_conflict: 'Questo modulo è già servito per un altro studio. Aprine uno nuovo.',
  study_was_revised: 'Intanto qualcun altro ha salvato la versione {newest}.',
  programme_unknown: 'Questo programma non c’è.',
  day_not_over: 'Si guarda fino a un giorno che è finito.',
  dataset_not_found: 'Questo dataset non c’è.',
  evidence_unfit: 'La tabella non si legge così: quello che non va è scritto riga per riga.',
  question_too_hard: 'Il conto è troppo lungo per il servizio.',
}

export const labRefusalsEn: typeof labRefusalsIt = {
  run_not_found: 'There is no such run, or it was removed.',
  run_not_complete: 'This run is not done: it has no result yet.',
  run_id_conflict: 'This form was used for another run already. Open a new one.',
  run_is_open: 'This run is not over: stop it first.',
  too_many_runs: 'Too many runs wait or are on their way already. Wait until one is done.',
  scenario_unfit: 'The scenario is not complete. Check it: what is wrong is said at the fields.',
  scenario_too_large:
    'This run is too large for the service ({size}, at most {most}). Take fewer paths, or download the file and run it on the command line.',
  study_not_found: 'There is no such study, or no such version of it.',
  study_unfit: 'The study is not right like this: what is wrong is said at the fields.',
  study_id_conflict: 'This form was used for another study already. Open a new one.',
  study_was_revised: 'Meanwhile somebody else saved version {newest}.',
  programme_unknown: 'There is no such programme.',
  day_not_over: 'It takes a day that is over.',
  dataset_not_found: 'There is no such dataset.',
  evidence_unfit: 'The table cannot be read like this: what is wrong is said line by line.',
  question_too_hard: 'The sum takes too long for the service.',
}
