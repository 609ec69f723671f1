/**
 * XML of the platform, in and out. The parser is locked down: no document types, no declared entities, no number
 * conversion, bounded size, depth and number of elements. It reads damaged XML as far as it goes (stack.md 9), so
 * every field that is used must be checked after it.
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { WireError } from './wire-error.js';

export const XML_MAX_BYTES = 1_048_576;
/** Far more than a platform document has; keeps the parsing of a megabyte of empty elements short. */
const MARKUP_MAX = 10_000;

/** Elements of `<xml>`: an empty one is '', a list always an array. */
export interface XmlElement {
  [name: string]: XmlValue;
}
export type XmlValue = string | XmlElement | XmlValue[];

/** What `buildXml` writes: texts as CDATA, numbers bare, arrays as repeated elements without a wrapper. */
export interface XmlContent {
  [name: string]: string | number | XmlContent | (string | XmlContent)[];
}

/** Elements that may come once or many times (wecom.md 2.2, approval events as in [91815]). */
const LISTS = new Set([
  'SelectedItem',
  'OptionId',
  'item',
  'Item',
  'ApprovalNode',
  'NotifyNode',
  'SpRecord',
  'Details',
  'Notifyer',
  'Comments',
  'AuthAddOpenKfId',
  'AuthDelOpenKfId',
]);

/** Everything outside the production Char of XML 1.0, lone surrogates included. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const parser = new XMLParser({
  // Nothing here asks for paths; as text they would cost half of the time.
  jPath: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: true,
  maxNestedTags: 32,
  isArray: (name) => LISTS.has(name),
  processEntities: true,
  entityDecoder: {
    decode: decodeReferences,
    // The parser calls this for every document type that it meets outside CDATA.
    addInputEntities: () => {
      throw new WireError('parse', 'document type refused');
    },
    setExternalEntities: () => undefined,
    setXmlVersion: () => undefined,
    reset: () => undefined,
  },
});

const builder = new XMLBuilder({ cdataPropName: '#cdata', processEntities: false });

/** The elements inside the root `<xml>`; characters illegal in XML are dropped. @throws WireError -40002 */
export function parseXml(text: string): XmlElement {
  if (Buffer.byteLength(text) > XML_MAX_BYTES) throw new WireError('parse', 'XML too large');
  if (hasTooMuchMarkup(text)) throw new WireError('parse', 'XML has too many elements');
  const root = rootOf(text.replace(ILLEGAL, ''));
  if (root === '') return {};
  if (!isElement(root)) throw new WireError('parse', 'no single root <xml>');
  return root;
}

/** `<xml>…</xml>` without white space; characters illegal in XML are dropped. */
export function buildXml(content: XmlContent): string {
  return builder.build({ xml: wrapTexts(content) });
}

function rootOf(text: string): unknown {
  try {
    const document: unknown = parser.parse(text);
    return isElement(document) ? document.xml : undefined;
  } catch (cause) {
    if (cause instanceof WireError) throw cause;
    throw new WireError('parse', 'XML cannot be read', { cause });
  }
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTooMuchMarkup(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    count += 1;
    if (count > MARKUP_MAX) return true;
  }
  return false;
}

/** The five predefined entities and character references; nothing else can be declared, so nothing expands. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name !== undefined) return PREDEFINED[name] ?? whole;
    const codePoint = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return codePoint > 0x10ffff ? '' : String.fromCodePoint(codePoint).replace(ILLEGAL, '');
  });
}

function wrapTexts(value: XmlContent[string]): unknown {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return { '#cdata': value.replace(ILLEGAL, '') };
  if (Array.isArray(value)) return value.map(wrapTexts);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wrapTexts(inner)]));
}
