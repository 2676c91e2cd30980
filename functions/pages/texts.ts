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
import type { Texts } from './texts/type.ts';

/** The texts of all pages, by locale. */
export const TEXTS: Record<Locale, Texts> = { da, de, el, en, es, fr, it, nl, no, pt_BR: ptBr, sv };
