import type { Texts } from './type.ts';

export const de: Texts = {
  signIn: 'Anmelden',
  signInTo: (shop) => `Bei ${shop} anmelden`,
  lead: 'Wählen Sie „Weiter“, um sich mit Ihrem Link anzumelden. Sie brauchen kein Passwort.',
  continue: 'Weiter',
  signingIn: 'Anmeldung läuft …',
  continueOnce: 'Wählen Sie noch einmal „Weiter“, um fortzufahren.',
  noToken: 'Öffnen Sie den Link in Ihrer Nachricht erneut, um sich anzumelden.',
  needsScript: 'Links mit einem # benötigen JavaScript, das in diesem Browser ausgeschaltet ist.',
  help: 'Hilfe',
  reference: 'Referenz',
  errors: {
    refused: {
      title: 'Dieser Link kann nicht verwendet werden',
      text: 'Er ist möglicherweise abgelaufen oder wurde bereits verwendet. Fordern Sie dort, wo Sie ihn erhalten haben, einen neuen an.',
    },
    invalid: {
      title: 'Dieser Link ist unvollständig',
      text: 'Ein Teil fehlt oder wurde unterwegs verändert. Öffnen Sie den Link in Ihrer Nachricht erneut oder kopieren Sie ihn vollständig in die Adresszeile.',
    },
    cross_site: {
      title: 'Bitte öffnen Sie Ihren Link erneut',
      text: 'Diese Anmeldung kam von einer anderen Website, deshalb haben wir sie gestoppt. Öffnen Sie den Link in Ihrer Nachricht und wählen Sie dort „Weiter“.',
    },
    not_ready: {
      title: 'Die Anmeldung ist noch nicht bereit',
      text: 'Das Ziel Ihres Links wird noch eingerichtet. Ihr Link wurde nicht verbraucht. Versuchen Sie es später noch einmal.',
    },
    unavailable: {
      title: 'Bitte versuchen Sie es gleich noch einmal',
      text: 'Im Moment ist sehr viel los. Warten Sie einen Augenblick und laden Sie diese Seite dann neu: Ihr Link gilt weiterhin.',
    },
    failed: {
      title: 'Etwas ist schiefgelaufen',
      text: 'Der Fehler liegt bei uns. Öffnen Sie Ihren Link gleich noch einmal, oder bitten Sie um Hilfe, wenn es dann immer noch nicht klappt.',
    },
  },
};
