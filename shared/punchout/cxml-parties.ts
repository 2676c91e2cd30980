import { isCredentialName } from './credential-name.ts';
import { isForwardable } from './forwarded-fields.ts';
import type { CxmlExtrinsic, CxmlName, CxmlParty, CxmlPostalAddress } from './procurement.ts';
import { attributeOf, childOf, childrenOf, elementsOf, ownTextOf, textOf, type XmlElement } from './xml.ts';

/** The place that a set-up ships to. */
export function shipToOf(setup: XmlElement): CxmlParty | null {
  const shipTo = childOf(setup, 'ShipTo');
  const address = childOf(shipTo, 'Address');
  return address ? { ...partyOf(address), references: referencesOf(shipTo) } : null;
}

export const contactsOf = (setup: XmlElement): CxmlParty[] => childrenOf(setup, 'Contact').map(partyOf);

const partyOf = (party: XmlElement): CxmlParty => ({
  role: attributeOf(party, 'role') ?? null,
  addressId: attributeOf(party, 'addressID') ?? null,
  addressIdDomain: attributeOf(party, 'addressIDDomain') ?? null,
  name: textIn(party, 'Name'),
  postalAddresses: childrenOf(party, 'PostalAddress').map(postalAddressOf),
  emails: textsIn(party, 'Email'),
  phones: numbersIn(party, 'Phone'),
  faxes: numbersIn(party, 'Fax'),
  urls: textsIn(party, 'URL'),
  references: referencesOf(party),
  extrinsics: forwardedIn(party),
});

function postalAddressOf(address: XmlElement): CxmlPostalAddress {
  const country = childOf(address, 'Country');
  return {
    name: attributeOf(address, 'name') ?? null,
    deliverTo: textsIn(address, 'DeliverTo'),
    street: textsIn(address, 'Street'),
    city: textIn(address, 'City'),
    municipality: textIn(address, 'Municipality'),
    state: textIn(address, 'State'),
    postalCode: textIn(address, 'PostalCode'),
    country: textOf(country) ?? null,
    countryCode: attributeOf(country, 'isoCountryCode') ?? null,
    extrinsics: forwardedIn(address),
  };
}

/**
 * The extrinsics of an element, in their order. One may have elements in it (`ANY` in the DTD): their values are fields of their
 * own, by names such as `Outer/Inner`, so that one value is not glued to the next, and a credential is known by its name. A single
 * value goes by the name of its extrinsic.
 */
export const extrinsicsOf = (element: XmlElement): [name: string, value: string][] =>
  childrenOf(element, 'Extrinsic').flatMap((one) => {
    const name = attributeOf(one, 'name') ?? '';
    const [leaf, ...others] = leavesOf(one, name);
    if (!leaf) return [[name, '']];
    return others.length > 0 || isCredentialName(leaf[0]) ? [leaf, ...others] : [[name, leaf[1]]];
  });

function leavesOf(element: XmlElement, path: string): [path: string, value: string][] {
  const own = ownTextOf(element);
  const inner = elementsOf(element).flatMap((child) => {
    const name = child.name === 'Extrinsic' ? (attributeOf(child, 'name') ?? '') : child.name;
    return leavesOf(child, `${path}/${name}`);
  });
  return own === undefined ? inner : [[path, own], ...inner];
}

const forwardedIn = (element: XmlElement): CxmlExtrinsic[] =>
  extrinsicsOf(element)
    .filter(([name, value]) => isForwardable(name, value))
    .map(([name, value]) => ({ name, value }));

/** The extrinsics of all places and persons of a set-up. */
export const extrinsicsOfParties = (setup: XmlElement): [name: string, value: string][] =>
  [...childrenOf(setup, 'Contact'), ...childrenOf(childOf(setup, 'ShipTo'), 'Address')].flatMap((party) =>
    [party, ...childrenOf(party, 'PostalAddress')].flatMap(extrinsicsOf),
  );

const textIn = (element: XmlElement, name: string): string | null => textOf(childOf(element, name)) ?? null;

const textsIn = (element: XmlElement, name: string): string[] =>
  childrenOf(element, name).flatMap((child) => textOf(child) ?? []);

const referencesOf = (element: XmlElement | undefined): CxmlName[] =>
  childrenOf(element, 'IdReference').map((reference) => ({
    domain: attributeOf(reference, 'domain') ?? '',
    identity: attributeOf(reference, 'identifier') ?? '',
  }));

/** Numbers of telephones: country code, area code, number and extension, as in `+31 20 1234567 12`. */
const numbersIn = (element: XmlElement, name: string): string[] =>
  childrenOf(element, name)
    .map((phone) => childOf(phone, 'TelephoneNumber'))
    .map((number) => {
      const [country, ...rest] = ['CountryCode', 'AreaOrCityCode', 'Number', 'Extension'].map((part) =>
        textOf(childOf(number, part)),
      );
      return [country && `+${country.replace(/^\+/, '')}`, ...rest].filter(Boolean).join(' ');
    })
    .filter((text) => text !== '');
