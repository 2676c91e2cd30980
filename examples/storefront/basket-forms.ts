import { randomUUID } from 'node:crypto';
import { type Markup, markup } from './markup.ts';
import {
  type Cxml,
  type CxmlName,
  euros,
  type Oci,
  type Procurement,
  type Product,
  total,
} from './procurement.ts';

/** A form of hidden fields by which the buyer's browser sends the basket to the procurement system. */
export type BasketForm = { action: string; target: string; fields: readonly [name: string, value: string][] };

/** The form that returns a basket; undefined without a valid address of the procurement system. */
export function basketForm(procurement: Procurement, basket: readonly Product[]): BasketForm | undefined {
  const action = procurement.protocol === 'oci' ? procurement.hookUrl : procurement.browserFormPost;
  // Validated again, although the service has done it: the address comes from outside.
  if (!action || !/^(https?:\/\/|SAPEVENT:POST$)/i.test(action)) return undefined;
  return procurement.protocol === 'oci'
    ? ociForm(action, procurement, basket)
    : cxmlForm(action, procurement, basket);
}

/** OCI 4.0: numbered fields of each item, and the parameters that the procurement system wants back. */
function ociForm(action: string, oci: Oci, basket: readonly Product[]): BasketForm {
  const items = basket.flatMap(({ number, name, unit, price, quantity }, index) => {
    const field = (suffix: string, value: string): [string, string] => [
      `NEW_ITEM-${suffix}[${index + 1}]`,
      value,
    ];
    return [
      field('DESCRIPTION', name.slice(0, 40)),
      field('MATNR', ''),
      field('VENDORMAT', number),
      field('QUANTITY', quantity.toFixed(3)),
      field('UNIT', unit),
      field('PRICE', (price / 100).toFixed(3)),
      field('PRICEUNIT', '1'),
      field('CURRENCY', 'EUR'),
    ];
  });
  const parameters = { '~OkCode': oci.okCode, '~TARGET': oci.target, '~CALLER': oci.caller };
  const returned = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  );
  return { action, target: oci.target || '_top', fields: [...returned, ...items] };
}

/** cXML 1.2: one field that holds a PunchOutOrderMessage. */
const cxmlForm = (action: string, cxml: Cxml, basket: readonly Product[]): BasketForm => ({
  action,
  target: '_top',
  fields: [['cxml-urlencoded', orderMessage(cxml, basket)]],
});

/** The message goes the way of the request back: `From` and `To` have changed places. */
function orderMessage(request: Cxml, basket: readonly Product[]): string {
  const { buyerCookie, from, to, sender, deploymentMode } = request;
  const money = (cents: number) => markup`<Money currency="EUR">${euros(cents)}</Money>`;
  const items = basket.map(
    ({ number, name, unit, price, quantity }) => markup`
      <ItemIn quantity="${quantity}">
        <ItemID><SupplierPartID>${number}</SupplierPartID></ItemID>
        <ItemDetail>
          <UnitPrice>${money(price)}</UnitPrice>
          <Description xml:lang="en">${name}</Description>
          <UnitOfMeasure>${unit}</UnitOfMeasure>
          <Classification domain="UNSPSC">31161600</Classification>
        </ItemDetail>
      </ItemIn>`,
  );
  const shop = credentials(to.length > 0 ? to : [OWN_NAME]);
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.060/cXML.dtd">
<cXML payloadID="${randomUUID()}@demo-shop.example" timestamp="${new Date().toISOString()}">
  <Header>
    <From>${shop}</From>
    <To>${credentials(from.length > 0 ? from : sender)}</To>
    <Sender>${shop}<UserAgent>Login Tokens example storefront</UserAgent></Sender>
  </Header>
  <Message deploymentMode="${deploymentMode}">
    <PunchOutOrderMessage>
      <BuyerCookie>${buyerCookie}</BuyerCookie>
      <PunchOutOrderMessageHeader operationAllowed="create"><Total>${money(total(basket))}</Total></PunchOutOrderMessageHeader>
      ${items}
    </PunchOutOrderMessage>
  </Message>
</cXML>`.markup;
}

/** The name of this shop for a buyer who names nobody. */
const OWN_NAME: CxmlName = { domain: 'NetworkId', identity: 'demo-shop' };

const credentials = (names: readonly CxmlName[]): Markup[] =>
  names.map(
    ({ domain, identity }) =>
      markup`<Credential domain="${domain}"><Identity>${identity}</Identity></Credential>`,
  );
