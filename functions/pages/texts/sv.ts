import type { Texts } from './type.ts';

export const sv: Texts = {
  signIn: 'Logga in',
  signInTo: (shop) => `Logga in hos ${shop}`,
  lead: 'Tryck på Fortsätt för att logga in med din länk. Du behöver inget lösenord.',
  continue: 'Fortsätt',
  signingIn: 'Loggar in…',
  continueOnce: 'Tryck på Fortsätt en gång till för att gå vidare.',
  noToken: 'Öppna länken i ditt meddelande igen för att logga in.',
  needsScript: 'Länkar med # kräver JavaScript, som är avstängt i den här webbläsaren.',
  help: 'Få hjälp',
  reference: 'Referens',
  errors: {
    refused: {
      title: 'Den här länken kan inte användas',
      text: 'Den kan ha gått ut eller redan ha använts. Be om en ny länk där du fick den här.',
    },
    invalid: {
      title: 'Den här länken är ofullständig',
      text: 'En del saknas eller har ändrats på vägen. Öppna länken i ditt meddelande igen, eller kopiera hela länken till adressfältet.',
    },
    cross_site: {
      title: 'Öppna din länk igen',
      text: 'Den här inloggningen kom från en annan webbplats, så vi stoppade den. Öppna länken i ditt meddelande och tryck på Fortsätt där.',
    },
    not_ready: {
      title: 'Inloggningen är inte klar än',
      text: 'Platsen som din länk leder till håller fortfarande på att ställas in. Länken har inte använts. Försök igen senare.',
    },
    unavailable: {
      title: 'Försök igen om en stund',
      text: 'Det är hög belastning just nu. Vänta en liten stund och ladda om sidan: länken gäller fortfarande.',
    },
    failed: {
      title: 'Något gick fel',
      text: 'Felet är vårt. Öppna din länk igen om en stund, eller be om hjälp om det fortfarande inte fungerar.',
    },
  },
};
