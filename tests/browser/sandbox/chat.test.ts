import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PUBLIC_FOLDER } from '../../../src/sandbox/page.js';
import { CREDENTIALS, DIRECTORY, openSandbox, text, type World } from '../../integration/sandbox/tiny-bot.js';
import { browserPath, launchBrowser } from '../../support/browser.js';

const describeInBrowser = browserPath() === null ? describe.skip : describe;
const PLACES = [{ label: '古荥镇人民政府', lat: 34.9072, lng: 113.5187 }];

let browser: Browser;
let context: BrowserContext;
let page: Page;
let world: World;
let problems: string[];

const photo = () => readFile(`${PUBLIC_FOLDER}samples/site.png`);
const say = async (words: string) => {
  await page.getByRole('textbox', { name: '发消息' }).fill(words);
  await page.getByRole('button', { name: '发送' }).click();
};
const openPerson = async (name: RegExp) => {
  await page.goto(world.base);
  await page.getByRole('link', { name }).click();
  await page.getByRole('textbox', { name: '发消息' }).waitFor();
};
const log = () => page.getByRole('log');

describeInBrowser('the chat page on a phone (skipped without a browser: install chromium or set CHROMIUM_PATH)', () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    world = await openSandbox({ directory: { ...structuredClone(DIRECTORY), places: PLACES } });
    world.bot.answer = (m) =>
      m.MsgType === 'event' ? undefined : text(`收到：${String(m.Content ?? m.Label ?? m.MsgType)}`);
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'zh-CN' });
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(world.base))
        problems.push(`foreign: ${request.url()}`);
    });
  });
  afterEach(async () => {
    await context.close();
    await world.close();
    expect(problems).toEqual([]);
  });

  test('choose a person, write, read the reply', async () => {
    await openPerson(/张样例/);
    await expectText(page.locator('#chat-subtitle'), '我是 张样例 · 古荥镇 · 协管员');
    await say('上报单位 <b>&amp;');
    await log().getByText('收到：上报单位 <b>&amp;').waitFor();
    expect(world.bot.heard.map((h) => h.message.Event ?? h.message.Content)).toEqual([
      'enter_agent',
      '上报单位 <b>&amp;',
    ]);
    await page.getByRole('link', { name: '返回列表' }).click();
    await page.getByRole('navigation').getByRole('button', { name: /消息/ }).click();
    await page.getByRole('link', { name: /张样例.*收到：上报单位/ }).waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(wide).toBe(true);
  });

  test('a card is tapped once, greyed, and its menu and choices work', async () => {
    world.bot.answer = (m) =>
      m.Event === 'template_card_event' ? { MsgType: 'update_button', Button: { ReplaceName: '已接收' } } : undefined;
    await openPerson(/张样例/);
    const card = (template_card: object) =>
      world.api('message/send', {
        touser: 'zhang',
        agentid: CREDENTIALS.agentId,
        msgtype: 'template_card',
        template_card,
      });
    await card({
      card_type: 'button_interaction',
      task_id: 't1',
      main_title: { title: '新的欠薪线索' },
      horizontal_content_list: [{ keyname: '网格', value: '古荥镇 3 号' }],
      button_list: [
        { text: '接收', style: 1, key: 'accept' },
        { text: '转派', key: 'pass' },
      ],
    });
    await page.getByRole('article', { name: '新的欠薪线索' }).getByRole('button', { name: '接收' }).click();
    const used = page.getByRole('article', { name: '新的欠薪线索' }).getByRole('button', { name: '已接收' });
    await used.waitFor();
    expect(await used.isDisabled()).toBe(true);
    await card({
      card_type: 'vote_interaction',
      task_id: 't2',
      main_title: { title: '有哪些情况' },
      checkbox: {
        question_key: 'q',
        mode: 1,
        option_list: [
          { id: 'a', text: '未签合同' },
          { id: 'b', text: '拖欠工资', is_checked: true },
        ],
      },
      submit_button: { text: '提交', key: 'done' },
    });
    await page.getByRole('checkbox', { name: '未签合同' }).check();
    await page.getByRole('button', { name: '提交' }).click();
    await log().getByText('点了“提交：未签合同、拖欠工资”').waitFor();
    expect(world.bot.heard.at(-1)!.message.SelectedItems).toEqual({
      SelectedItem: [{ QuestionKey: 'q', OptionIds: { OptionId: ['a', 'b'] } }],
    });
  });

  test('photo, sample photo, place', async () => {
    await openPerson(/张样例/);
    const plus = page.getByRole('button', { name: '照片、位置、语音' });
    await plus.click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '工地.png', mimeType: 'image/png', buffer: await photo() });
    await log().getByText('收到：image').waitFor();
    await page.getByRole('button', { name: '样例门头' }).click();
    await page.getByRole('button', { name: '位置', exact: true }).click();
    await page.getByRole('button', { name: /古荥镇人民政府/ }).click();
    await log().getByText('收到：古荥镇人民政府').waitFor();
    expect(await log().getByRole('img', { name: '发出的照片' }).count()).toBe(2);
    const sent = world.bot.heard.find((h) => h.message.MsgType === 'location');
    expect(sent?.message).toMatchObject({ Location_X: '34.9072', Location_Y: '113.5187' });
    await page
      .getByRole('button', { name: /发出的照片/ })
      .first()
      .click();
    await page.getByRole('dialog', { name: '图片' }).waitFor();
  });

  test('a group gets a picture and a markdown table, and cannot be answered', async () => {
    const hook = (body: object) => world.call('/cgi-bin/webhook/send?key=hook-guxing', body);
    await page.goto(world.base);
    await page.getByRole('navigation').getByRole('button', { name: /群聊/ }).click();
    const bytes = await photo();
    await hook({
      msgtype: 'image',
      image: { base64: bytes.toString('base64'), md5: createHash('md5').update(bytes).digest('hex') },
    });
    await page.getByLabel('1 条未读').first().waitFor();
    await page.getByRole('link', { name: /古荥镇两网群/ }).click();
    await log().getByRole('img', { name: '收到的图片' }).waitFor();
    await page.waitForFunction('document.querySelector("#messages .picture img").naturalWidth === 640');
    await hook({
      msgtype: 'markdown_v2',
      markdown_v2: { content: '## 进度\n| 村 | 已采 |\n|---|---|\n| 甲村 | 86 |\n\n<img src=x onerror=alert(1)>' },
    });
    await log().getByRole('cell', { name: '86' }).waitFor();
    await log().getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await page.getByRole('textbox', { name: '发消息' }).count()).toBe(0);
  });

  test('menu, clock and faults; a bot that does not answer is shown', async () => {
    await world.api(`menu/create?agentid=${CREDENTIALS.agentId}`, {
      button: [{ name: '更多', sub_button: [{ type: 'click', name: '帮助', key: 'help' }] }],
    });
    await openPerson(/张样例/);
    await page.getByRole('button', { name: /更多/ }).click();
    await page.getByRole('button', { name: '帮助' }).click();
    await log().getByText('点了菜单“帮助”').waitFor();
    world.bot.answer = () => ({ raw: '', status: 500 });
    await say('在吗');
    await log().getByText('未送达：助手没有应答，试了 4 次').waitFor();
    await page.getByRole('link', { name: '返回列表' }).click();
    await page.getByRole('button', { name: /操作台/ }).click();
    await page.getByRole('button', { name: '下个工作日 08:30' }).click();
    await page.locator('#drawer-now', { hasText: '2026年11月24日 周二 08:30' }).waitFor();
    await page.getByRole('button', { name: '发消息：系统繁忙一次' }).click();
    await page.getByText('message/send：errcode -1').waitFor();
    expect(await world.list('/sandbox/faults')).toMatchObject([{ call: 'message/send', errcode: -1 }]);
    await page.getByText(/zhang 的 text：attempt 4: HTTP 500/).waitFor();
  });

  test('the conversation can be taken along, and is there again after a reload', async () => {
    await openPerson(/张样例/);
    await say('上报单位');
    await log().getByText('收到：上报单位').waitFor();
    await page.reload();
    await log().getByText('收到：上报单位').waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出对话' }).click();
    const file = await (await waiting).path();
    expect(await readFile(file, 'utf8')).toBe(
      ['# 张样例', '# as: zhang', '# now: 2026-11-23 08:00', '< [进入应用]', '< 上报单位', '> 收到：上报单位', ''].join(
        '\n',
      ),
    );
  });
});

async function expectText(locator: ReturnType<Page['locator']>, wanted: string): Promise<void> {
  await locator.filter({ hasText: wanted }).waitFor();
}
