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
      extra: {
        type: 'object',
        additionalProperties: text(),
        description: 'Fields that OCI does not define, by the names that were sent.',
      },
    },
    { description: 'The fields of a punch-out by OCI.' },
  ),
  CxmlOperation: oneOf(OPERATIONS),
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
      extrinsics: { type: 'object', additionalProperties: text(), description: 'Extrinsics by their names.' },
      items: listOf(ref('CxmlItem'), 'The basket that is edited or inspected.'),
    },
    { maybe: { selectedItem: ref('CxmlProduct') }, description: 'The fields of a punch-out by cXML.' },
  ),
};
