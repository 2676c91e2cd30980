import type { Locale } from './locale.ts';
import { da } from './texts/da.ts';
import { de } from './texts/de.ts';
import { el } from './texts/el.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { it } from './texts/it.ts';
import { nl } from './texts/nl.ts';
import { no } from './texts/no.ts';
import { ptBr } from './texts/pt-br.ts';
import { sv } from './texts/sv.ts';
import type { Messages } from './texts/type.ts';

/** All that people read, in every language. */
export const MESSAGES: Record<Locale, Messages> = { da, de, el, en, es, fr, it, nl, no, pt_BR: ptBr, sv };
