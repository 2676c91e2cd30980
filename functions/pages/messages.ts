import type { Locale } from './locale.ts';
import { da } from './messages/da.ts';
import { de } from './messages/de.ts';
import { el } from './messages/el.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';
import { it } from './messages/it.ts';
import { nl } from './messages/nl.ts';
import { no } from './messages/no.ts';
import { ptBr } from './messages/pt-br.ts';
import { sv } from './messages/sv.ts';
import type { Messages } from './messages/words.ts';

/** All that people read, in every language. */
export const MESSAGES: Record<Locale, Messages> = { da, de, el, en, es, fr, it, nl, no, pt_BR: ptBr, sv };
