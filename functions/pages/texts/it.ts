import type { Texts } from './type.ts';

export const it: Texts = {
  signIn: 'Accedi',
  signInTo: (shop) => `Accedi a ${shop}`,
  lead: 'Premi Continua per accedere con il tuo link. Non serve una password.',
  continue: 'Continua',
  signingIn: 'Accesso in corso…',
  continueOnce: 'Premi ancora una volta Continua per proseguire.',
  noToken: 'Apri di nuovo il link nel tuo messaggio per accedere.',
  needsScript: 'I link con # richiedono JavaScript, che in questo browser è disattivato.',
  help: 'Assistenza',
  reference: 'Riferimento',
  errors: {
    refused: {
      title: 'Questo link non può essere usato',
      text: 'Potrebbe essere scaduto o essere già stato usato. Richiedine uno nuovo a chi ti ha inviato questo.',
    },
    invalid: {
      title: 'Questo link è incompleto',
      text: 'Una parte manca o è cambiata lungo il percorso. Apri di nuovo il link nel tuo messaggio oppure copialo per intero nella barra degli indirizzi.',
    },
    cross_site: {
      title: 'Apri di nuovo il tuo link',
      text: 'Questo accesso proveniva da un altro sito web, quindi lo abbiamo bloccato. Apri il link nel tuo messaggio e premi lì Continua.',
    },
    not_ready: {
      title: 'L’accesso non è ancora pronto',
      text: 'La destinazione del tuo link è ancora in fase di configurazione. Il link non è stato usato. Riprova più tardi.',
    },
    unavailable: {
      title: 'Riprova tra un momento',
      text: 'In questo momento c’è molto traffico. Aspetta un momento e ricarica la pagina: il link è ancora valido.',
    },
    failed: {
      title: 'Qualcosa è andato storto',
      text: 'L’errore è nostro. Apri di nuovo il link tra un momento oppure chiedi assistenza se ancora non funziona.',
    },
  },
};
