import type { Texts } from './type.ts';

export const fr: Texts = {
  signIn: 'Se connecter',
  signInTo: (shop) => `Se connecter à ${shop}`,
  lead: 'Appuyez sur «\u00a0Continuer\u00a0» pour vous connecter avec votre lien. Aucun mot de passe n’est nécessaire.',
  continue: 'Continuer',
  signingIn: 'Connexion en cours…',
  continueOnce: 'Appuyez encore une fois sur «\u00a0Continuer\u00a0» pour poursuivre.',
  noToken: 'Ouvrez à nouveau le lien de votre message pour vous connecter.',
  needsScript: 'Les liens contenant un # nécessitent JavaScript, qui est désactivé dans ce navigateur.',
  help: 'Obtenir de l’aide',
  reference: 'Référence',
  errors: {
    refused: {
      title: 'Ce lien ne peut pas être utilisé',
      text: 'Il a peut-être expiré ou déjà été utilisé. Demandez un nouveau lien là où vous avez reçu celui-ci.',
    },
    invalid: {
      title: 'Ce lien est incomplet',
      text: 'Une partie manque ou a été modifiée en chemin. Ouvrez à nouveau le lien de votre message, ou copiez-le en entier dans la barre d’adresse.',
    },
    cross_site: {
      title: 'Veuillez ouvrir à nouveau votre lien',
      text: 'Cette connexion provenait d’un autre site web\u00a0: nous l’avons arrêtée. Ouvrez le lien de votre message et appuyez sur «\u00a0Continuer\u00a0».',
    },
    not_ready: {
      title: 'La connexion n’est pas encore prête',
      text: 'La destination de votre lien est en cours de configuration. Votre lien n’a pas été utilisé\u00a0: réessayez plus tard.',
    },
    unavailable: {
      title: 'Veuillez réessayer dans un instant',
      text: 'L’affluence est très forte en ce moment. Patientez un instant, puis actualisez cette page\u00a0: votre lien est toujours valable.',
    },
    failed: {
      title: 'Une erreur s’est produite',
      text: 'Le problème vient de chez nous. Ouvrez à nouveau votre lien dans un instant, ou demandez de l’aide si cela ne fonctionne toujours pas.',
    },
  },
};
