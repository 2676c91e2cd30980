import type { Texts } from './type.ts';

export const nl: Texts = {
  signIn: 'Inloggen',
  signInTo: (shop) => `Inloggen bij ${shop}`,
  lead: 'Druk op Doorgaan om met je link in te loggen. Je hebt geen wachtwoord nodig.',
  continue: 'Doorgaan',
  signingIn: 'Bezig met inloggen…',
  continueOnce: 'Druk nog een keer op Doorgaan om verder te gaan.',
  noToken: 'Open de link in je bericht opnieuw om in te loggen.',
  needsScript: 'Links met een # werken alleen met JavaScript, en dat staat in deze browser uit.',
  help: 'Hulp krijgen',
  reference: 'Referentie',
  errors: {
    refused: {
      title: 'Deze link kan niet worden gebruikt',
      text: 'Misschien is de link verlopen of al gebruikt. Vraag een nieuwe aan waar je deze hebt gekregen.',
    },
    invalid: {
      title: 'Deze link is niet compleet',
      text: 'Een deel ontbreekt of is onderweg veranderd. Open de link in je bericht opnieuw, of kopieer de hele link naar de adresbalk.',
    },
    cross_site: {
      title: 'Open je link opnieuw',
      text: 'Deze inlogpoging kwam van een andere website. Daarom is ze gestopt. Open de link in je bericht en druk daar op Doorgaan.',
    },
    not_ready: {
      title: 'Inloggen kan nog niet',
      text: 'De plek waar je link naartoe gaat, wordt nog ingericht. Je link is niet gebruikt. Probeer het later opnieuw.',
    },
    unavailable: {
      title: 'Probeer het zo opnieuw',
      text: 'Het is nu erg druk. Wacht even en laad deze pagina opnieuw: je link is nog geldig.',
    },
    failed: {
      title: 'Er ging iets mis',
      text: 'De fout ligt bij ons. Open je link zo opnieuw, of vraag om hulp als het dan nog niet werkt.',
    },
  },
};
