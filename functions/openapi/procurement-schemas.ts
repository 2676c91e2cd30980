import { type JsonSchema, listOf, object, orNull, ref, text } from '../docs/json-schema.ts';

const texts = (names: readonly string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, orNull(text())]));

const PRODUCT = texts(['supplierPartId', 'supplierPartAuxiliaryId']);

/** What procurement systems send along, as a storefront is told of it. */
export const procurementSchemas: Readonly<Record<string, JsonSchema>> = {
  OciProcurement: object(
    {
      protocol: { const: 'oci' },
      ...texts([
        'hookUrl',
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
        description: 'What else the procurement system sent, by its names.',
      },
    },
    { description: 'Of a punch-out by OCI: `hookUrl` is where the basket is sent.' },
  ),
  CxmlProduct: object(PRODUCT),
  CxmlItem: object({
    ...texts(['lineNumber', 'quantity']),
    ...PRODUCT,
    ...texts(['unitOfMeasure', 'unitPrice', 'currency']),
  }),
  CxmlProcurement: object(
    {
      protocol: { const: 'cxml' },
      operation: { enum: ['create', 'edit', 'inspect'] },
      buyerCookie: text(),
      browserFormPost: orNull(text('Where the basket is sent.')),
      extrinsics: { type: 'object', additionalProperties: text() },
      items: listOf(ref('CxmlItem')),
    },
    { maybe: { selectedItem: ref('CxmlProduct') }, description: 'Of a punch-out by cXML.' },
  ),
};
