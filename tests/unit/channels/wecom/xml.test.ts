import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WireError } from '../../../../src/channels/wecom/wire-error.js';
import { buildXml, parseXml, XML_MAX_BYTES } from '../../../../src/channels/wecom/xml.js';
import { V2 } from '../../../fixtures/wecom-vectors.js';

const ILLEGAL = '\u0000\u0008\u000b\u000c\u000e\u001f\ufffe\uffff';

function isRefused(text: string): boolean {
  try {
    parseXml(text);
    return false;
  } catch (error) {
    if (error instanceof WireError && error.fault === 'parse') return true;
    throw error;
  }
}

describe('parseXml', () => {
  test('the official message sample', () => {
    expect(parseXml(V2.plaintext)).toEqual({
      ToUserName: 'wx5823bf96d3bd56c7',
      FromUserName: 'mycreate',
      CreateTime: '1409659813',
      MsgType: 'text',
      Content: 'hello',
      MsgId: '4561255354251345929',
      AgentID: '218',
    });
  });

  test.each([
    ['digits stay text', '<a>0001</a><b>1e5</b><c>0x1F</c><d>true</d>', { a: '0001', b: '1e5', c: '0x1F', d: 'true' }],
    ['with and without CDATA, trimmed outside', '<a>\n <![CDATA[ x ]]>\n</a><b> y </b>', { a: ' x ', b: 'y' }],
    ['empty in all spellings', '<a></a><b/><c><![CDATA[]]></c>', { a: '', b: '', c: '' }],
    ['split CDATA', '<a><![CDATA[1]]]]><![CDATA[>2]]></a>', { a: '1]]>2' }],
    ['markup inside CDATA is text', '<a><![CDATA[<b>&amp;</b><!DOCTYPE x>]]></a>', { a: '<b>&amp;</b><!DOCTYPE x>' }],
    ['predefined entities', '<a>&lt;&gt;&amp;&quot;&apos;</a>', { a: '<>&"\'' }],
    ['character references', '<a>&#20320;&#x597D;&#x1F600;&#0;&#xD800;&#x110000;</a>', { a: '你好😀' }],
    ['what is decoded is not decoded again', '<a>&amp;lt;</a>', { a: '&lt;' }],
    ['unknown entities stay as they are', '<a>&nbsp;&x</a>', { a: '&nbsp;&x' }],
    ['attributes and comments are dropped', '<a b="1"><!-- c -->x</a>', { a: 'x' }],
    ['control characters are dropped', '<a>1\u0000\u001f\ufffe2\t</a>', { a: '12' }],
    ['a list of one', '<L><SelectedItem>1</SelectedItem></L>', { L: { SelectedItem: ['1'] } }],
    ['an empty document', '', {}],
  ])('%s', (_, inner, element) => {
    expect(parseXml(`<xml>${inner}</xml>`)).toEqual(element);
  });

  test('a declaration and a byte-order mark before the root', () => {
    expect(parseXml('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>\n')).toEqual({ a: '1' });
  });

  test.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['JSON', '{"encrypt":"x"}'],
    ['another root', '<html><a>1</a></html>'],
    ['two roots', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['only text in the root', '<xml>hello</xml>'],
    ['unclosed CDATA', '<xml><a><![CDATA[1</a></xml>'],
    ['prototype pollution', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['a document type', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    [
      'a document type hidden behind comments',
      '<!-- <![CDATA[ --><!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
    ],
    ['an external entity', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>'],
    ['deep nesting', '<xml>'.repeat(20_000)],
    ['deep nesting within the root', `<xml>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</xml>`],
    ['too many elements', `<xml>${'<a/>'.repeat(10_001)}</xml>`],
    ['too many bytes', `<xml><a>${'中'.repeat(XML_MAX_BYTES / 3)}</a></xml>`],
  ])('%s is refused', (_, text) => {
    expect(isRefused(text)).toBe(true);
  });

  test('nested entities never expand', () => {
    const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    expect(isRefused(`<!DOCTYPE xml [<!ENTITY l0 "lol">${levels}]><xml><a>&l9;</a></xml>`)).toBe(true);
  });

  test('any text is refused or read, nothing else is thrown', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '<!',
      '<?',
      '&',
      '"',
      '<!DOCTYPE',
    );
    const anyDocument = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyDocument, (text) => typeof isRefused(text) === 'boolean'),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe('buildXml', () => {
  test('texts as CDATA, numbers bare, lists without wrapper', () => {
    const content = {
      ToUserName: 'insp007',
      CreateTime: 12,
      Empty: '',
      Button: { ReplaceName: '已接收' },
      item: ['1', '2'],
    };
    expect(buildXml(content)).toBe(
      '<xml><ToUserName><![CDATA[insp007]]></ToUserName><CreateTime>12</CreateTime><Empty><![CDATA[]]></Empty>' +
        '<Button><ReplaceName><![CDATA[已接收]]></ReplaceName></Button>' +
        '<item><![CDATA[1]]></item><item><![CDATA[2]]></item></xml>',
    );
  });

  test('a text cannot leave its CDATA', () => {
    const Content = ']]></Content><Evil>1</Evil><Content><![CDATA[';
    expect(parseXml(buildXml({ Content }))).toEqual({ Content });
  });

  test('illegal characters are dropped, emoji stay', () => {
    expect(buildXml({ a: `好${ILLEGAL}\ud83d😀\t\n` })).toBe('<xml><a><![CDATA[好😀\t\n]]></a></xml>');
  });

  test('any legal text survives the way out and in', () => {
    const pieces = fc.constantFrom(']]>', ']]', '>', '<![CDATA[', '&lt;', '&', '<', '\n', ' ', '😀');
    const anyText = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' }))).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, (text) => {
        // A parser reads every line end as \n (XML 1.0, 2.11).
        const legal = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
        expect(parseXml(buildXml({ Content: text, list: { item: [text] } }))).toEqual({
          Content: legal.replace(/\r\n?/g, '\n'),
          list: { item: [legal.replace(/\r\n?/g, '\n')] },
        });
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
