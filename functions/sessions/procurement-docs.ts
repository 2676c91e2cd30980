import { OPERATIONS } from '../../shared/punchout/procurement.ts';
import {
  type JsonSchema,
  listOf,
  object,
  oneOf,
  only,
  orNull,
  ref,
  type Schemas,
  text,
} from '../docs/json-schema.ts';

const texts = (names: readonly string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, orNull(text())]));

const PRODUCT = texts(['supplierPartId', 'supplierPartAuxiliaryId']);

const record = (description: string, values: JsonSchema = text()): JsonSchema => ({
  type: 'object',
  additionalProperties: values,
  description,
});

const REMAINDER = {
  repeated: record(
    'All values, in their order, of each of these fields that came several times.',
    listOf(text()),
  ),
  withheld: listOf(text(), 'The names of fields that are not handed on, since they are credentials.'),
};

/** The fields of a procurement system in the answer to a storefront, with the names and meanings of OCI and cXML. */
export const procurementSchemas: Schemas = {
  Procurement: {
    description: 'The fields of a punch-out.',
    oneOf: [ref('OciProcurement'), ref('CxmlProcurement')],
    discriminator: {
      propertyName: 'protocol',
      mapping: {
        oci: '#/components/schemas/OciProcurement',
        cxml: '#/components/schemas/CxmlProcurement',
      },
    },
  },
  OciProcurement: object(
    {
      protocol: only('oci'),
      hookUrl: orNull(text('The URL to which the basket is sent.')),
      ...texts([
        'okCode',
        'target',
        'caller',
        'version',
        'function',
        'productId',
        'quantity',
        'searchString',
      ]),
      extra: record('The first value of each field that OCI does not define, by the name that was sent.'),
      ...REMAINDER,
    },
    { description: 'The fields of a punch-out by OCI.' },
  ),
  CxmlOperation: oneOf(OPERATIONS),
  CxmlName: object(
    { domain: text('Such as NetworkId or DUNS.'), identity: text() },
    { description: 'A name in one domain.' },
  ),
  CxmlExtrinsic: object({ name: text(), value: text() }),
  CxmlPostalAddress: object({
    ...texts(['name']),
    deliverTo: listOf(text()),
    street: listOf(text()),
    ...texts(['city', 'municipality', 'state', 'postalCode', 'country']),
    countryCode: orNull(text('ISO 3166-1 alpha-2.')),
    extrinsics: listOf(ref('CxmlExtrinsic')),
  }),
  CxmlParty: object(
    {
      role: orNull(text('Of a contact, such as endUser.')),
      ...texts(['addressId', 'addressIdDomain', 'name']),
      postalAddresses: listOf(ref('CxmlPostalAddress')),
      emails: listOf(text()),
      phones: listOf(text()),
      faxes: listOf(text()),
      urls: listOf(text()),
      references: listOf(ref('CxmlName'), 'Names of the party in other systems.'),
      extrinsics: listOf(ref('CxmlExtrinsic')),
    },
    { description: 'A place or a person.' },
  ),
  CxmlProduct: object(PRODUCT),
  CxmlItem: object({
    ...texts(['lineNumber', 'quantity']),
    ...PRODUCT,
    ...texts(['unitOfMeasure', 'unitPrice', 'currency']),
  }),
  CxmlProcurement: object(
    {
      protocol: only('cxml'),
      operation: ref('CxmlOperation'),
      buyerCookie: text('Goes back with the basket; empty: the buyer sent none.'),
      browserFormPost: orNull(text('The URL to which the basket is sent.')),
      from: listOf(ref('CxmlName'), 'The organisation that buys: `To` of the basket.'),
      to: listOf(ref('CxmlName'), 'The organisation that is asked: `From` of the basket.'),
      sender: listOf(ref('CxmlName'), 'The system that sent the document.'),
      userAgent: orNull(text('The program that sent the document.')),
      deploymentMode: text('`production` or `test`.'),
      shipTo: orNull(ref('CxmlParty')),
      contacts: listOf(ref('CxmlParty')),
      extrinsics: record('The first value of each Extrinsic, by its name.'),
      ...REMAINDER,
      items: listOf(ref('CxmlItem'), 'The basket that is edited or inspected.'),
    },
    { maybe: { selectedItem: ref('CxmlProduct') }, description: 'The fields of a punch-out by cXML.' },
  ),
};
