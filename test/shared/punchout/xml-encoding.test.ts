import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXml } from '../../../shared/punchout/xml-encoding.ts';

const document = (encoding: string | undefined, text = 'Jürgen') =>
  `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><a>${text}</a>`;
const decoded = (bytes: Uint8Array, charset?: string, transcoded = false) => {
  const result = decodeXml({ bytes, charset, transcoded });
  return result.outcome === 'decoded' ? result.text : { outcome: result.outcome };
};
const DAMAGED = { outcome: 'damaged' };
const UNSUPPORTED = { outcome: 'unsupported' };
/** Bytes as API Gateway delivers those of a text type. */
const transcoded = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString('utf8'));
const isUndamaged = (text: string) => !text.includes('\ufffd');
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('an XML document is not decoded', () => {
  it('when it is not in the encoding that it names, or that the media type names', () => {
    expect(decoded(Buffer.from(document('UTF-8'), 'latin1'))).toEqual(DAMAGED);
    expect(decoded(Buffer.from(document(undefined), 'latin1'))).toEqual(DAMAGED);
    expect(decoded(Buffer.from(document('ISO-8859-1'), 'latin1'), 'utf-8')).toEqual(DAMAGED);
    expect(decoded(Buffer.from(`\ufeff${document('UTF-8')}`, 'latin1'))).toEqual(DAMAGED);
    expect(decoded(Buffer.from('\ufeff<a>\ud800</a>', 'utf16le'))).toEqual(DAMAGED);
    expect(decoded(Buffer.from([0xff, 0xfe, 0x3c]))).toEqual(DAMAGED);
    expect(decoded(Buffer.from(document('Shift_JIS', '\xff\xff'), 'latin1'))).toEqual(DAMAGED);
  });

  it.each(['UTF-7', 'bogus', 'EBCDIC-CP-US', 'UTF-32', 'ISO-8859-12', 'iso-2022-kr'])(
    'when its encoding is not supported: %s',
    (encoding) => {
      expect(decoded(Buffer.from(document(encoding, 'Juergen')))).toEqual(UNSUPPORTED);
      expect(decoded(Buffer.from(document('UTF-8')), encoding)).toEqual(UNSUPPORTED);
      expect(decoded(Buffer.from(document(encoding)), undefined, true)).toEqual(UNSUPPORTED);
      expect(decoded(Buffer.from(document('UTF-8')), encoding, true)).toEqual(UNSUPPORTED);
    },
  );

  it.each(['ISO-8859-1', 'UTF-8', 'Windows-1252', undefined])(
    'when the gateway damaged it: it declares %s',
    (encoding) => {
      const bytes = transcoded(Buffer.from(document(encoding), 'latin1'));
      for (const charset of [undefined, 'utf-8', 'ISO-8859-1'])
        expect(decoded(bytes, charset, true)).toEqual(DAMAGED);
    },
  );

  it('when the gateway damaged UTF-16, with a byte order mark or without', () => {
    for (const mark of ['\ufeff', ''])
      for (const bytes of [
        Buffer.from(mark + document('UTF-16'), 'utf16le'),
        bigEndian(mark + document('UTF-16')),
      ])
        expect(decoded(transcoded(bytes), undefined, true)).toEqual(DAMAGED);
  });

  it.each(['US-ASCII', 'ascii', 'ANSI_X3.4-1968'])(
    'when it is called %s and has other letters',
    (encoding) => {
      for (const bytes of [Buffer.from(document(encoding)), Buffer.from(document(encoding), 'latin1')])
        expect(decoded(bytes)).toEqual(DAMAGED);
      expect(decoded(Buffer.from(document('UTF-8')), encoding)).toEqual(DAMAGED);
      expect(decoded(Buffer.from(document(encoding, 'Juergen')))).toBe(document(encoding, 'Juergen'));
    },
  );

  it.each(['eda080', 'c0af', 'f5808080', 'c3'])(
    'when its UTF-8 has the bytes %s, read here or by the gateway',
    (hex) => {
      const [before, after] = document('UTF-8', '|').split('|');
      const bytes = Buffer.concat([
        Buffer.from(before ?? ''),
        Buffer.from(hex, 'hex'),
        Buffer.from(after ?? ''),
      ]);
      expect(decoded(bytes, 'utf-8')).toEqual(DAMAGED);
      expect(decoded(transcoded(bytes), 'utf-8', true)).toEqual(DAMAGED);
    },
  );

  it('when somebody else damaged it before: it has U+FFFD', () => {
    const text = document('UTF-8', 'J\ufffdrgen');
    expect(decoded(Buffer.from(text))).toEqual(DAMAGED);
    expect(decoded(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(DAMAGED);
  });
});

describe('an XML document is decoded', () => {
  it.each(['UTF-8', 'utf8', undefined])('as UTF-8 when it declares %s', (encoding) => {
    expect(decoded(Buffer.from(document(encoding)))).toBe(document(encoding));
  });

  it.each(['ISO-8859-1', 'iso-8859-1', 'latin1', 'Windows-1252', 'ISO-8859-15'])(
    'as %s, as declared',
    (encoding) => {
      const bytes = Buffer.from(document(encoding), 'latin1');
      expect(decoded(bytes)).toBe(document(encoding));
    },
  );

  it('as Windows-1252 when it declares ISO-8859-1 and has its letters', () => {
    expect(decoded(Buffer.from([...Buffer.from(document('ISO-8859-1', '')), 0x80]))).toMatch(/€$/);
  });

  it('by the charset of the media type before what it declares (RFC 7303)', () => {
    expect(decoded(Buffer.from(document('UTF-8'), 'latin1'), 'ISO-8859-1')).toBe(document('UTF-8'));
    expect(decoded(Buffer.from(document('ISO-8859-1')), 'utf-8')).toBe(document('ISO-8859-1'));
  });

  it.each(['utf-16', 'UTF-16LE', ''])(
    'by what it declares when the media type names “%s” for one byte a letter',
    (charset) => {
      const bytes = Buffer.from(document('ISO-8859-1'), 'latin1');
      expect(decoded(bytes, charset)).toBe(document('ISO-8859-1'));
    },
  );

  it.each([undefined, 'utf-8', 'utf-16', 'ISO-8859-1'])(
    'by its byte order mark before all else: %s',
    (charset) => {
      const text = document('ISO-8859-1');
      expect(decoded(Buffer.from(`\ufeff${text}`), charset)).toBe(text);
      expect(decoded(Buffer.from(`\ufeff${text}`, 'utf16le'), charset)).toBe(text);
      expect(decoded(bigEndian(`\ufeff${text}`), charset)).toBe(text);
    },
  );

  it('as UTF-16 without a mark, by its first character', () => {
    const text = document('UTF-16');
    expect(decoded(Buffer.from(text, 'utf16le'))).toBe(text);
    expect(decoded(bigEndian(text), 'utf-16be')).toBe(text);
  });

  it('as UTF-8 when it declares UTF-16 and is not: .NET writes so', () => {
    expect(decoded(Buffer.from(document('utf-16')))).toBe(document('utf-16'));
    expect(decoded(Buffer.from(document('UTF-16')), 'utf-16')).toBe(document('UTF-16'));
  });

  it('as Java names ISO-8859-1', () => {
    expect(decoded(Buffer.from(document('ISO8859_1'), 'latin1'))).toBe(document('ISO8859_1'));
  });

  it('as UTF-8 when the gateway has decoded it, whatever it declares', () => {
    for (const encoding of [undefined, 'UTF-8', 'ISO-8859-1', 'utf-16'])
      for (const charset of [undefined, 'utf-8'])
        expect(decoded(Buffer.from(document(encoding)), charset, true)).toBe(document(encoding));
  });

  it('as UTF-16 when the gateway has decoded it and lost nothing', () => {
    const text = document('UTF-16', 'Juergen');
    expect(decoded(transcoded(Buffer.from(text, 'utf16le')), undefined, true)).toBe(text);
  });

  it('to what was written, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter(isUndamaged), (text) => {
        const xml = document('UTF-8', text);
        expect(decoded(Buffer.from(xml))).toBe(xml);
        expect(decoded(Buffer.from(`\ufeff${xml}`, 'utf16le'))).toBe(xml);
      }),
    );
  });

  it('without failing, whatever the bytes are', () => {
    const label = fc.option(
      fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('utf-7', 'replacement', 'x-user-defined')),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), label, fc.boolean(), (bytes, charset, transcoded) => {
        expect(['decoded', 'damaged', 'unsupported']).toContain(
          decodeXml({ bytes, charset, transcoded }).outcome,
        );
      }),
      { numRuns: 500 },
    );
  });
});
