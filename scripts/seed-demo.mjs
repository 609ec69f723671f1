// Writes the demo district's sheets (demo/grid.csv, groups.csv, staff.csv) from demo/divisions-410108.csv. Names of places are
// real and public; everything else is invented and the same at every run. Edit the sheets or this script, as you like.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { customPinyin, pinyin } from 'pinyin-pro';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'demo');
customPinyin({ 古荥: 'gǔ xíng' });
const slug = (text) =>
  pinyin(text, { toneType: 'none', type: 'array', v: true })
    .join('')
    .replace(/[^a-z]/g, '');

const divisions = readFileSync(path.join(folder, 'divisions-410108.csv'), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [level, code, name, parent] = line.split(',');
    return { level: Number(level), code, name, parent };
  });
const district = divisions.find(({ level }) => level === 1);
const towns = divisions.filter(({ level }) => level === 2);
const villages = divisions.filter(({ level }) => level === 3);

const ROADS = {
  新城街道: ['开元路', '天河路', '金河路', '新城路'],
  刘寨街道: ['文化路', '南阳路', '兴隆铺路', '三全路'],
  江山路街道: ['江山路', '新苑路', '天河路', '英才街'],
  长兴路街道: ['长兴路', '宏达路', '南阳路', '银河路'],
  迎宾路街道: ['迎宾路', '英才街', '香山路', '月湖南路'],
  大河路街道: ['大河路', '江山路', '天河路', '惠济桥路'],
  花园口镇: ['花园路', '京水路', '石桥路', '大河路'],
  古荥镇: ['古荥大街', '汉城路', '纪公庙路', '大河路'],
};
/** Stations that are still to be set up, so that the bot has something to urge. */
const WITHOUT_STATION = ['410108006206', '410108101209'];

/** 毛庄村民委员会 → 毛庄村, 金河社区居民委员会 → 金河社区: what people call the cell. */
function cellName(committee) {
  if (committee.endsWith('社区居民委员会')) return committee.replace('居民委员会', '');
  const name = committee.replace('村民委员会', '');
  return name.endsWith('村') ? name : `${name}村`;
}
const shortTown = (name) => name.replace(/(路)?街道$|镇$/, '');
const cellCode = (village) => `${village.code}00`;

const grid = [['网格编码', '名称', '上级编码', '别名', '机构名称', '机构地址', '用房面积', '道路']];
grid.push([
  district.code,
  district.name,
  '',
  '',
  `${district.name}劳动保障监察两网化管理指挥中心`,
  `${district.name}示例路1号`,
  '40',
  '',
]);
for (const { code, name } of towns)
  grid.push([
    code,
    name,
    district.code,
    '',
    `${name}劳动保障监察中队`,
    `${name}示例街1号`,
    '30',
    ROADS[name].join('、'),
  ]);
for (const [i, village] of villages.entries()) {
  const name = cellName(village.name);
  const roads = ROADS[towns.find(({ code }) => code === village.parent).name];
  const own = `${name.replace(/社区$|村$/, '')}中街`;
  const station = WITHOUT_STATION.includes(village.code)
    ? ['', '', '']
    : [`${name}劳动保障监察网格化服务站`, `${name}${own}1号`, '20'];
  grid.push([
    cellCode(village),
    name,
    village.parent,
    village.name,
    ...station,
    [roads[i % 4], roads[(i + 1) % 4], own].join('、'),
  ]);
}

const groups = [['网格编码', '群用途', '群名称', '群机器人地址']];
const group = (code, purpose, name) =>
  groups.push([code, purpose, name, `demo-${code}-${purpose === '领导群' ? 'leaders' : 'work'}`]);
group(district.code, '工作群', `${district.name}两网化工作群`);
group(district.code, '领导群', `${district.name}两网化领导群`);
for (const { code, name } of towns) group(code, '工作群', `${name}两网化工作群`);
for (const village of villages) group(cellCode(village), '工作群', `${cellName(village.name)}两网化工作群`);

const SURNAMES = [
  ...'张王李赵陈杨刘黄周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
];
const GIVEN = ['示例', '演示', '样例'];
const used = new Set();
let people = 0;
/** Surname and a word that no one is called: nobody can be taken for a real person. */
function inventName() {
  const name = SURNAMES[people % SURNAMES.length] + GIVEN[Math.floor(people / SURNAMES.length)];
  people++;
  return name;
}
const staff = [['账号', '姓名', '岗位', '网格编码', '证件种类', '证件号', '发证日期']];
function person(userid, places, certificate) {
  if (used.has(userid)) throw new Error(`${userid} is used twice`);
  used.add(userid);
  const name = inventName();
  for (const [i, [role, code]] of places.entries())
    staff.push([userid, name, role, code, ...(i === 0 && certificate ? certificate : ['', '', ''])]);
}
const certificate = (kind) => [kind, `示例${String(people + 1).padStart(4, '0')}`, '2009-06-01'];
person('centre-1', [['指挥中心值班员', district.code]]);
person('centre-2', [['指挥中心值班员', district.code]]);
person('brigade-leader', [['大队长', district.code]], certificate('监察员证'));
person('district-leader', [['分管领导', district.code]]);
person('auditor', [['审计员', district.code]]);
for (const { code, name } of towns) {
  const town = slug(shortTown(name));
  person(`${town}-leader`, [['中队长', code]], certificate('监察员证'));
  person(`insp-${town}-1`, [['专职监察员', code]], certificate('监察员证'));
  person(`insp-${town}-2`, [['兼职监察员', code]], certificate('监察员证'));
  const cells = villages.filter(({ parent }) => parent === code);
  for (const [i, village] of cells.entries()) {
    const cell = slug(cellName(village.name).replace(/社区$|村$/, ''));
    const places = [['协管员', cellCode(village)]];
    // the first co-inspector of each town helps out in the next cell too
    if (i === 0) places.push(['协管员', cellCode(cells[1])]);
    person(`co-${cell}-1`, places, certificate('协理员证'));
    if (i % 2 === 1) person(`co-${cell}-2`, [['协管员', cellCode(village)]], certificate('协理员证'));
  }
}

const csv = (rows) => `\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
for (const [name, rows] of Object.entries({ grid, groups, staff })) {
  writeFileSync(path.join(folder, `${name}.csv`), csv(rows));
  console.log(`demo/${name}.csv: ${rows.length - 1} rows`);
}
