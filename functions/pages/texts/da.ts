import type { Texts } from './type.ts';

export const da: Texts = {
  signIn: 'Log ind',
  signInTo: (shop) => `Log ind hos ${shop}`,
  lead: 'Tryk på Fortsæt for at logge ind med dit link. Du behøver ingen adgangskode.',
  continue: 'Fortsæt',
  signingIn: 'Logger ind…',
  continueOnce: 'Tryk på Fortsæt en gang til for at komme videre.',
  noToken: 'Åbn linket i din besked igen for at logge ind.',
  needsScript: 'Links med # kræver JavaScript, som er slået fra i denne browser.',
  help: 'Få hjælp',
  reference: 'Reference',
  errors: {
    refused: {
      title: 'Linket kan ikke bruges',
      text: 'Det er måske udløbet eller allerede brugt. Bed om et nyt link dér, hvor du fik dette.',
    },
    invalid: {
      title: 'Linket er ikke fuldstændigt',
      text: 'En del af det mangler eller er blevet ændret undervejs. Åbn linket i din besked igen, eller kopiér hele linket til adresselinjen.',
    },
    cross_site: {
      title: 'Åbn dit link igen',
      text: 'Dette loginforsøg kom fra et andet websted, så vi stoppede det. Åbn linket i din besked, og tryk på Fortsæt dér.',
    },
    not_ready: {
      title: 'Login er ikke klar endnu',
      text: 'Det sted, dit link fører til, er stadig ved at blive sat op. Dit link er ikke blevet brugt. Prøv igen senere.',
    },
    unavailable: {
      title: 'Prøv igen om et øjeblik',
      text: 'Der er meget travlt lige nu. Vent et øjeblik, og genindlæs så siden: dit link virker stadig.',
    },
    failed: {
      title: 'Noget gik galt',
      text: 'Fejlen er vores. Åbn dit link igen om et øjeblik, eller få hjælp, hvis det stadig ikke virker.',
    },
  },
};
