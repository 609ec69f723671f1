/** The TemplateCard of a passive reply as the JSON of message/send (wecom.md 1.8): CamelCase, lists without wrapper. */
import type { XmlElement, XmlValue } from '../../channels/wecom/xml.js';

/** Names that do not follow the rule CamelCase -> snake_case. */
const NAMES: Readonly<Record<string, string>> = {
  KeyName: 'keyname',
  UserId: 'userid',
  AppId: 'appid',
  PagePath: 'pagepath',
  CheckBox: 'checkbox',
};
const LISTS = new Set([
  'HorizontalContentList',
  'VerticalContentList',
  'JumpList',
  'ActionList',
  'OptionList',
  'ButtonList',
  'SelectList',
]);
const NUMBERS = new Set(['Type', 'Style', 'Mode', 'DescColor', 'AspectRatio']);
const BOOLEANS = new Set(['Disable', 'IsChecked']);

export function cardFromXml(element: XmlElement): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [NAMES[name] ?? snakeCase(name), convert(name, value)]),
  );
}

function convert(name: string, value: XmlValue): unknown {
  if (LISTS.has(name)) return (Array.isArray(value) ? value : [value]).map((v) => convert('', v));
  if (Array.isArray(value)) return value.map((v) => convert('', v));
  if (typeof value !== 'string') return cardFromXml(value);
  if (NUMBERS.has(name)) return Number(value);
  if (BOOLEANS.has(name)) return value === 'true' || value === '1';
  return value;
}

function snakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (c) => `_${c}`).toLowerCase();
}
