import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXml } from '../../../shared/punchout/xml-encoding.ts';

const document = (encoding: string | undefined, text = 'Jürgen') =>
  `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><a>${text}</a>`;
const decode = (bytes: Uint8Array, charset?: string) => decodeXml({ bytes, charset });
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('an XML document is decoded', () => {
  it.each(['UTF-8', 'utf8', undefined])('as UTF-8 when it declares %s', (encoding) => {
    expect(decode(Buffer.from(document(encoding)))).toBe(document(encoding));
  });

  it.each(['ISO-8859-1', 'iso-8859-1', 'latin1', 'Windows-1252', 'ISO-8859-15'])(
    'as %s, as declared',
    (encoding) => {
      const bytes = Buffer.from(document(encoding), 'latin1');
      expect(decode(bytes)).toBe(document(encoding));
    },
  );

  it('as Windows-1252 when it declares ISO-8859-1 and has its letters', () => {
    expect(decode(Buffer.from([...Buffer.from(document('ISO-8859-1', '')), 0x80]))).toMatch(/€$/);
  });

  it('by the charset of the media type before what it declares (RFC 7303)', () => {
    expect(decode(Buffer.from(document('UTF-8'), 'latin1'), 'ISO-8859-1')).toBe(document('UTF-8'));
    expect(decode(Buffer.from(document('ISO-8859-1')), 'utf-8')).toBe(document('ISO-8859-1'));
  });

  it('by what it declares when the charset of the media type cannot be right, or is unknown', () => {
    const bytes = Buffer.from(document('ISO-8859-1'), 'latin1');
    for (const charset of ['utf-8', 'nonsense', 'utf-16', ''])
      expect(decode(bytes, charset)).toBe(document('ISO-8859-1'));
  });

  it.each([undefined, 'utf-8', 'utf-16', 'ISO-8859-1'])(
    'by its byte order mark before all else: %s',
    (charset) => {
      const text = document('ISO-8859-1');
      expect(decode(Buffer.from(`\ufeff${text}`), charset)).toBe(text);
      expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le'), charset)).toBe(text);
      expect(decode(bigEndian(`\ufeff${text}`), charset)).toBe(text);
    },
  );

  it('as UTF-16 without a mark, by its first character', () => {
    const text = document('UTF-16');
    expect(decode(Buffer.from(text, 'utf16le'))).toBe(text);
    expect(decode(bigEndian(text), 'utf-16be')).toBe(text);
  });

  it('as UTF-8 when it declares UTF-16 and is not: .NET writes so', () => {
    expect(decode(Buffer.from(document('utf-16')))).toBe(document('utf-16'));
    expect(decode(Buffer.from(document('UTF-16')), 'utf-16')).toBe(document('UTF-16'));
  });

  it('not at all when it is in no encoding that it names', () => {
    expect(decode(Buffer.from(document('UTF-8'), 'latin1'))).toBeUndefined();
    expect(decode(Buffer.from(document(undefined), 'latin1'), 'utf-8')).toBeUndefined();
    expect(decode(Buffer.from('\ufeff<a>\ud800</a>', 'utf16le'))).toBeUndefined();
    expect(decode(Buffer.from([0xff, 0xfe, 0x3c]))).toBeUndefined();
  });

  it('to what was written, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const xml = document('UTF-8', text);
        expect(decode(Buffer.from(xml))).toBe(xml);
        expect(decode(Buffer.from(`\ufeff${xml}`, 'utf16le'))).toBe(xml);
      }),
    );
  });

  it('without failing, whatever the bytes are', () => {
    const label = fc.option(
      fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('utf-7', 'replacement', 'x-user-defined')),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), label, (bytes, charset) => {
        expect(['string', 'undefined']).toContain(typeof decode(bytes, charset));
      }),
      { numRuns: 500 },
    );
  });
});
