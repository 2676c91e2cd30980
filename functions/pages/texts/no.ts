import type { Texts } from './type.ts';

export const no: Texts = {
  signIn: 'Logg inn',
  signInTo: (shop) => `Logg inn hos ${shop}`,
  lead: 'Trykk på Fortsett for å logge inn med lenken din. Du trenger ikke passord.',
  continue: 'Fortsett',
  signingIn: 'Logger inn…',
  continueOnce: 'Trykk på Fortsett én gang til for å gå videre.',
  noToken: 'Åpne lenken i meldingen din på nytt for å logge inn.',
  needsScript: 'Lenker med # krever JavaScript, som er slått av i denne nettleseren.',
  help: 'Få hjelp',
  reference: 'Referanse',
  errors: {
    refused: {
      title: 'Denne lenken kan ikke brukes',
      text: 'Den kan ha utløpt eller allerede være brukt. Be om en ny lenke der du fikk denne.',
    },
    invalid: {
      title: 'Denne lenken er ufullstendig',
      text: 'En del mangler eller er blitt endret underveis. Åpne lenken i meldingen din på nytt, eller kopier hele lenken til adresselinjen.',
    },
    cross_site: {
      title: 'Åpne lenken din på nytt',
      text: 'Denne innloggingen kom fra et annet nettsted, så vi stoppet den. Åpne lenken i meldingen din og trykk på Fortsett der.',
    },
    not_ready: {
      title: 'Innloggingen er ikke klar ennå',
      text: 'Stedet lenken din fører til, er fortsatt under oppsett. Lenken er ikke brukt. Prøv igjen senere.',
    },
    unavailable: {
      title: 'Prøv igjen om et øyeblikk',
      text: 'Det er stor pågang akkurat nå. Vent litt, og last siden på nytt: lenken gjelder fortsatt.',
    },
    failed: {
      title: 'Noe gikk galt',
      text: 'Feilen er vår. Åpne lenken igjen om et øyeblikk, eller be om hjelp hvis det fortsatt ikke virker.',
    },
  },
};
