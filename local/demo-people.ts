import type { UserType } from '../shared/user/user.ts';

type Person = { id: string; type: UserType; name: string; email: string; locale: string };

const CONTACTS: readonly [name: string, email: string, locale: string][] = [
  ['Jane Doe', 'jane.doe@acme.example', 'en-US'],
  ['Jan de Vries', 'jan@devries-techniek.example', 'nl-NL'],
  ['Zoë Müller', 'zoe.mueller@globex.example', 'de-DE'],
  ['José García Fernández', 'jose.garcia@hierros-del-norte.example', 'es-ES'],
  ['Nguyễn Thị Lan', 'lan.nguyen@hanoi-textiles.example', 'vi-VN'],
  ['Łukasz Wójcik', 'lukasz.wojcik@stalmex.example', 'pl-PL'],
  ['Søren Ødegård', 'soren@fjordfisk.example', 'nb-NO'],
  ['Aïcha Benali', 'aicha.benali@atlas-export.example', 'fr-MA'],
  ['田中 由紀', 'yuki.tanaka@globex.example', 'ja-JP'],
  ['Ольга Иванова', 'o.ivanova@severprom.example', 'ru-RU'],
  ['محمد الأحمد', 'm.alahmad@gulf-supplies.example', 'ar-AE'],
  ['Ελένη Παπαδοπούλου', 'eleni@aegean-foods.example', 'el-GR'],
  ['Siobhán O’Brien', 'siobhan.obrien@acme.example', 'en-IE'],
  ['Kwame Mensah', 'kwame@accra-hardware.example', 'en-GH'],
  ['Priya Raghunathan', 'priya.r@chennai-motors.example', 'en-IN'],
  ['İbrahim Yılmaz', 'ibrahim.yilmaz@bogaz-lojistik.example', 'tr-TR'],
  ['Chloé Dubois', 'chloe.dubois@globex.example', 'fr-FR'],
  ['Sigríður Jónsdóttir', 'sigridur@reykjavik-geothermal.example', 'is-IS'],
  ['Mateus Conceição', 'mateus@porto-vidros.example', 'pt-PT'],
  ['Anneliese Groß', 'a.gross@grossundsoehne.example', 'de-AT'],
  ['Thabo Nkosi', 'thabo.nkosi@joburg-mining.example', 'en-ZA'],
  ['Szabó Eszter', 'eszter.szabo@duna-papir.example', 'hu-HU'],
  ['李小明', 'xiaoming.li@acme.example', 'zh-CN'],
  ['Amélie van den Broeck', 'amelie@broeck-interieur.example', 'nl-BE'],
];

const CUSTOMERS: readonly [name: string, email: string, locale: string][] = [
  ['Acme Industrial Supplies', 'purchasing@acme.example', 'en-US'],
  ['Globex Logistics GmbH', 'einkauf@globex.example', 'de-DE'],
  ['De Vries Techniek B.V.', 'inkoop@devries-techniek.example', 'nl-NL'],
  ['Hierros del Norte S.A.', 'compras@hierros-del-norte.example', 'es-ES'],
  ['Fjordfisk AS', 'innkjop@fjordfisk.example', 'nb-NO'],
  ['Stalmex Sp. z o.o.', 'zakupy@stalmex.example', 'pl-PL'],
  ['Atlas Export SARL', 'achats@atlas-export.example', 'fr-MA'],
  ['Chennai Motors Pvt. Ltd.', 'stores@chennai-motors.example', 'en-IN'],
  ['Boğaz Lojistik A.Ş.', 'satinalma@bogaz-lojistik.example', 'tr-TR'],
  ['Porto Vidros Lda.', 'encomendas@porto-vidros.example', 'pt-PT'],
];

const MAILBOXES: readonly [name: string, email: string, locale: string][] = [
  ['Acme invoices', 'invoices@acme.example', 'en-US'],
  ['Globex support', 'support@globex.example', 'de-DE'],
  ['Fjordfisk orders', 'ordre@fjordfisk.example', 'nb-NO'],
  ['De Vries service desk', 'service@devries-techniek.example', 'nl-NL'],
  ['Gulf Supplies tenders', 'tenders@gulf-supplies.example', 'ar-AE'],
  ['Aegean Foods quality', 'quality@aegean-foods.example', 'el-GR'],
];

const numbered =
  (prefix: string, type: UserType) =>
  ([name, email, locale]: readonly [string, string, string], index: number): Person => ({
    id: `${prefix}-${1001 + index}`,
    type,
    name,
    email,
    locale,
  });

/** The users of the example data: contacts, customers and mailboxes of many languages and scripts. */
export const PEOPLE: readonly Person[] = [
  ...CONTACTS.map(numbered('contact', 'contact')),
  ...CUSTOMERS.map(numbered('customer', 'customer')),
  ...MAILBOXES.map(([name, email, locale]) => ({ id: email, type: 'mailbox' as const, name, email, locale })),
];
