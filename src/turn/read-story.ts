/**
 * What a worker's own words already answer: “我叫…，在…干活，6月到8月的工资没发，欠1.2万”. Only what is said plainly is taken; all of
 * it is read back, so that he can put it right.
 */
import { fieldsOf } from '../../schemas/field.js';
import type { Procedure } from '../../schemas/matter-enums.js';
import { MatterRecord } from '../../schemas/matter-record.js';
import { readAnswer } from '../conversation/index.js';
import { readPeriod, saysWhen } from './read-period.js';

export interface Story {
  name?: string;
  phone?: string;
  amountFen?: number;
  people?: number;
  /** `YYYY-MM` */
  periodFrom?: string;
  periodTo?: string;
  employer?: string;
  place?: string;
  elsewhere?: Procedure;
}

const FIELDS = new Map(fieldsOf(MatterRecord).fields.map((field) => [field.path, field]));

const NUMERAL = '[\\d.,]+|[一二两三四五六七八九十百千万]+';
const NAME =
  /(?:我叫|姓名[:：是]?|名字[:：叫是]?|本人叫?)\s*([\u4e00-\u9fa5·]{2,4})(?=[，,。；;！!\s]|电话|手机|身份证|$)/u;
const PHONE = /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/u;
const MONEY = new RegExp(
  `(${NUMERAL})(?:多|来)?\\s*(?:[万千百]?(?:元|块钱?|圆)|[万wW])(?:[\\d一二三四五六七八九](?!\\d))?`,
  'gu',
);
/** What a sum of a day, a month or a person is said with: not the sum that is owed. */
const RATE = /(?:每天|一天|每月|一个月|一月|月薪|日薪|时薪|小时|每人|人均|每个人|说好)[^，,。；;]{0,6}$/u;
const SUM = /(?:一共|总共|共计|合计|总计|加起来|全部)[^，,。；;]{0,6}$/u;
const PEOPLE = new RegExp(
  `(${NUMERAL})(?:多|来)?\\s*(?:个|名|位|口)?(?:人(?!民)|工友|工人|农民工|老乡|员工|同事)`,
  'u',
);
const EMPLOYER =
  /在([\u4e00-\u9fa5A-Za-z0-9（）()·]{2,40}?(?:公司|工厂|厂|店|馆|酒店|饭店|宾馆|超市|工地|项目部|项目|物业|集团|学校|幼儿园|快餐店|快餐(?!店)|餐厅|食堂|作坊))/u;
const PLACE =
  /((?:[\u4e00-\u9fa5]{1,6}(?:区|县|市))?[\u4e00-\u9fa5]{1,6}?(?:镇|街道|乡|村|社区|(?<![跑半一马铁公回上走])路|大道|大街|街)(?:[\u4e00-\u9fa5]{0,8}(?:村|社区|路|大道|大街|街|口))?(?:\d{1,4}号)?)/u;
const IN_COURT = /(?:起诉|法院|开庭|打官司|判决)/u;
const IN_ARBITRATION =
  /(?:申请|已经|正在|去了|走了|做了|过)[^，,。]{0,6}仲裁|仲裁(?:委|庭|院)?[^，,。]{0,4}(?:受理|立案|裁决|开庭|判)/u;
const NOT_YET = /(?:想|要|可以|能|能不能|准备|打算|该|应该)[^，,。]{0,4}$/u;

/** @param today reads months without a year */
export function readStory(text: string, today: string): Story {
  const said = normal(text);
  const value = (path: string, words: string | undefined) => {
    const field = FIELDS.get(path);
    const reading = words === undefined || field === undefined ? undefined : readAnswer(field, words, { today });
    return reading?.kind === 'value' || reading?.kind === 'confirm' ? reading.value : undefined;
  };
  // what is still to come is not owed
  const period = readPeriod(said, today, monthBy(today));
  const { from, to } = (period.to ?? '') > today.slice(0, 7) ? {} : period;
  const story = {
    name: NAME.exec(said)?.[1],
    phone: PHONE.exec(said)?.[0].replace(/\D/g, ''),
    amountFen: value('amountFen', amountIn(said)),
    people: value('peopleCount', PEOPLE.exec(said)?.[1]),
    periodFrom: from,
    periodTo: to,
    ...whereIn(said),
    elsewhere: elsewhereIn(said),
  };
  return Object.fromEntries(Object.entries(story).filter(([, part]) => part !== undefined)) as Story;
}

/** Whether the answer to “which months?” says so, be it roughly; 快点 does not. */
export function tellsPeriod(text: string, today: string): boolean {
  const said = normal(text);
  return saysWhen(said, readPeriod(said, today, monthBy(today)), today);
}

function normal(text: string): string {
  return text.normalize('NFKC').slice(0, 12_000);
}

/** One month; without a year, of two that are offered the one that has been. */
function monthBy(today: string): (words: string) => string | undefined {
  const field = FIELDS.get('periodTo');
  return (words) => {
    if (field === undefined) return undefined;
    const reading = readAnswer(field, words, { today });
    const read = reading.kind === 'pick' ? reading.among[0]?.value : 'value' in reading ? reading.value : undefined;
    return typeof read === 'string' ? read : undefined;
  };
}

/** The one sum that is owed; of several the one that is called the whole. */
function amountIn(said: string): string | undefined {
  const sums = [...said.matchAll(MONEY)].filter(({ index }) => !RATE.test(said.slice(0, index)));
  const [only, ...more] = sums;
  if (more.length === 0) return only?.[0];
  return sums.find(({ index }) => SUM.test(said.slice(0, index)))?.[0];
}

/** 在古荥镇古荥大街18号的惠民快餐店: place and name. */
function whereIn(said: string): { employer?: string; place?: string } {
  const found = EMPLOYER.exec(said)?.[1];
  const place = PLACE.exec(found ?? said.replace(/^.*?在/u, ''))?.[1] ?? PLACE.exec(said)?.[1];
  const employer = found?.replace(/^.*(?:的|号|[镇乡村路街]|社区|大道)(?=[\u4e00-\u9fa5]{2})/u, '');
  return {
    ...(employer !== undefined && employer.length > 1 && { employer }),
    ...(place !== undefined && { place: place.replace(/^(?:我们?|在|是)+/u, '') }),
  };
}

function elsewhereIn(said: string): Procedure | undefined {
  const court = IN_COURT.exec(said);
  if (court !== null && !NOT_YET.test(said.slice(0, court.index))) return 'court';
  return IN_ARBITRATION.test(said) ? 'arbitration' : undefined;
}
