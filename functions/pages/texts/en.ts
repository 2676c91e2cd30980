import type { Texts } from './type.ts';

export const en: Texts = {
  signIn: 'Sign in',
  signInTo: (shop) => `Sign in to ${shop}`,
  lead: 'Press Continue to sign in with your link. No password needed.',
  continue: 'Continue',
  signingIn: 'Signing in…',
  continueOnce: 'Press Continue once more to go on.',
  noToken: 'Open the link in your message again to sign in.',
  needsScript: 'Links with a # in them need JavaScript, which is turned off in this browser.',
  help: 'Get help',
  reference: 'Reference',
  errors: {
    refused: {
      title: 'This link cannot be used',
      text: 'It may have expired or already been used. Ask for a new link where you got this one.',
    },
    invalid: {
      title: 'This link is incomplete',
      text: 'Part of it is missing or has changed on the way. Open the link in your message again, or copy all of it into the address bar.',
    },
    cross_site: {
      title: 'Please open your link again',
      text: 'This sign-in came from another website, so we stopped it. Open the link in your message and press Continue there.',
    },
    not_ready: {
      title: 'Sign-in is not ready yet',
      text: 'The place that your link leads to is still being set up. Your link has not been used. Try it again later.',
    },
    unavailable: {
      title: 'Please try again in a moment',
      text: 'We are very busy right now. Wait a moment, then reload this page: your link is still good.',
    },
    failed: {
      title: 'Something went wrong',
      text: 'The fault is ours. Open your link again in a moment, or ask for help if it still does not work.',
    },
  },
};
