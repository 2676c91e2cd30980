import { isLonger } from '../text.ts';
import type { CxmlItem, CxmlProduct } from './procurement.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

const MOST_ITEMS = 1_000;
/** Characters of a value. */
const LONGEST = 1_000;

/** The basket of a request to edit or inspect it; undefined: it is too large. */
export function itemsOf(setup: XmlElement): CxmlItem[] | undefined {
  const elements = childrenOf(setup, 'ItemOut');
  if (elements.length > MOST_ITEMS) return undefined;
  const items = elements.map(itemOf);
  return items.some((item) => !isBounded(item)) ? undefined : items;
}

function itemOf(element: XmlElement): CxmlItem {
  const price = childOf(element, 'ItemDetail', 'UnitPrice', 'Money');
  return {
    lineNumber: attributeOf(element, 'lineNumber') ?? null,
    quantity: attributeOf(element, 'quantity') ?? null,
    ...productOf(childOf(element, 'ItemID')),
    unitOfMeasure: textOf(childOf(element, 'ItemDetail', 'UnitOfMeasure')) ?? null,
    unitPrice: textOf(price) ?? null,
    currency: attributeOf(price, 'currency') ?? null,
  };
}

export const productOf = (id: XmlElement | undefined): CxmlProduct => ({
  supplierPartId: textOf(childOf(id, 'SupplierPartID')) ?? null,
  supplierPartAuxiliaryId: textOf(childOf(id, 'SupplierPartAuxiliaryID')) ?? null,
});

/** Whether no value is too long. */
export const isBounded = (values: CxmlProduct | CxmlItem): boolean =>
  Object.values(values).every((value) => value === null || !isLonger(value, LONGEST));
