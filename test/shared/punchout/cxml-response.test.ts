import { parseXml, XmlDocumentType } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refusalResponse, setupResponse } from '../../../shared/punchout/cxml-response.ts';
import { attributeOf, childOf, parseXmlDocument, textOf } from '../../../shared/punchout/xml.ts';

const DOCUMENT = {
  time: Date.parse('2026-11-22T07:00:00.123Z'),
  appUrl: 'https://login.example.com:8443/shop',
};

function rootOf(xml: string) {
  const reading = parseXmlDocument(xml);
  if (reading.outcome !== 'parsed') throw new Error(reading.detail);
  return reading.root;
}

it('tells the procurement system where to send the buyer', () => {
  const url = 'https://login.example.com/punchout/cxml?token=a&b=<">\'';
  const root = rootOf(setupResponse(url, DOCUMENT));
  expect(root.name).toBe('cXML');
  expect(textOf(childOf(root, 'Response', 'PunchOutSetupResponse', 'StartPage', 'URL'))).toBe(url);
  const status = childOf(root, 'Response', 'Status');
  expect([attributeOf(status, 'code'), attributeOf(status, 'text')]).toEqual(['200', 'OK']);
});

it('names when and where each document was made, and no two alike', () => {
  const [one, other] = [setupResponse('https://a/', DOCUMENT), setupResponse('https://a/', DOCUMENT)].map(
    rootOf,
  );
  expect(attributeOf(one, 'payloadID')).toMatch(/^1795330800123\.[0-9A-Za-z]{16}@login\.example\.com$/);
  expect(attributeOf(one, 'payloadID')).not.toBe(attributeOf(other, 'payloadID'));
  expect(attributeOf(one, 'timestamp')).toBe('2026-11-22T07:00:00+00:00');
});

it('begins as cXML documents do', () => {
  const xml = refusalResponse(401, 'No.', DOCUMENT);
  expect(xml).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<!DOCTYPE cXML SYSTEM "http:\/\/xml\.cxml\.org\//,
  );
  const [definition] = parseXml(xml, { preserveDocumentType: true }).children.filter(
    (node) => node instanceof XmlDocumentType,
  );
  expect(definition?.internalSubset).toBeNull();
});

it.each([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [406, 'Not Acceptable'],
  [500, 'Internal Server Error'],
] as const)('refuses with %d as «%s», and gives no address', (code, text) => {
  const root = rootOf(refusalResponse(code, 'Why & <how>', DOCUMENT));
  const status = childOf(root, 'Response', 'Status');
  expect([attributeOf(status, 'code'), attributeOf(status, 'text'), textOf(status)]).toEqual([
    String(code),
    text,
    'Why & <how>',
  ]);
  expect(childOf(root, 'Response', 'PunchOutSetupResponse')).toBeUndefined();
});

it('is well-formed whatever is put into it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const xml of [setupResponse(text, DOCUMENT), refusalResponse(400, text, DOCUMENT)])
        expect(parseXmlDocument(xml).outcome).toBe('parsed');
    }),
  );
});
