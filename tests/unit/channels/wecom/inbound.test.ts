import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InboundBody } from '../../../../schemas/message.js';
import { decryptMessage } from '../../../../src/channels/wecom/crypto.js';
import { parseInbound } from '../../../../src/channels/wecom/inbound.js';
import { WireError } from '../../../../src/channels/wecom/wire-error.js';
import { buildXml, type XmlContent } from '../../../../src/channels/wecom/xml.js';
import { V2, V6 } from '../../../fixtures/wecom-vectors.js';

const AGENT = 1000009;

function messageXml(msgType: string, elements: string): string {
  return (
    '<xml><ToUserName><![CDATA[wwMADEUP0000000001]]></ToUserName><FromUserName><![CDATA[Insp007]]></FromUserName>' +
    `<CreateTime>1767225600</CreateTime><MsgType><![CDATA[${msgType}]]></MsgType>${elements}` +
    '<MsgId>7000000000000000001</MsgId><AgentID>1000009</AgentID></xml>'
  );
}

function eventXml(event: string, elements: string): string {
  return (
    '<xml><ToUserName><![CDATA[wwMADEUP0000000001]]></ToUserName><FromUserName><![CDATA[Insp007]]></FromUserName>' +
    `<CreateTime>1767225700</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>` +
    `${elements}<AgentID>1000009</AgentID></xml>`
  );
}

const bodyOf = (xml: string): InboundBody => parseInbound(xml, AGENT).body;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('official vectors', () => {
  test('V2', () => {
    expect(parseInbound(V2.plaintext, AGENT)).toEqual({
      key: 'm:218:4561255354251345929',
      channel: 'wecom',
      sender: 'mycreate',
      account: '218',
      sentAt: new Date('2014-09-02T12:10:13Z'),
      body: { kind: 'text', text: 'hello' },
    });
  });

  test('V6, whose inner XML has no CDATA', () => {
    const { aesKey, corpId } = V6.credentials;
    const plaintext = decryptMessage({ aesKey, encrypt: V6.encrypt, receiveId: corpId });
    expect(parseInbound(plaintext, AGENT)).toMatchObject({
      key: 'm:1000002:1456453720',
      body: { kind: 'text', text: '你好' },
      sentAt: new Date(1476422779_000),
    });
  });
});

describe('messages (2.1)', () => {
  test('sender in lower case, id as text', () => {
    expect(parseInbound(messageXml('text', '<Content><![CDATA[ 你好😀 ]]></Content>'), AGENT)).toEqual({
      key: 'm:1000009:7000000000000000001',
      channel: 'wecom',
      sender: 'insp007',
      account: '1000009',
      sentAt: new Date('2026-01-01T00:00:00Z'),
      body: { kind: 'text', text: ' 你好😀 ' },
    });
  });

  test.each<[string, string, InboundBody]>([
    ['text', '<Content><![CDATA[]]></Content>', { kind: 'text', text: '' }],
    ['text', '<Content><![CDATA[1\n<b>&lt;]]></Content>', { kind: 'text', text: '1\n<b>&lt;' }],
    [
      'image',
      '<PicUrl><![CDATA[http://p/1]]></PicUrl><MediaId><![CDATA[M1]]></MediaId>',
      { kind: 'image', mediaId: 'M1', picUrl: 'http://p/1' },
    ],
    ['image', '<MediaId>M1</MediaId>', { kind: 'image', mediaId: 'M1' }],
    ['voice', '<MediaId>M2</MediaId><Format>amr</Format>', { kind: 'voice', mediaId: 'M2', format: 'amr' }],
    [
      'video',
      '<MediaId>M3</MediaId><ThumbMediaId>T3</ThumbMediaId>',
      { kind: 'video', mediaId: 'M3', thumbMediaId: 'T3' },
    ],
    ['file', '<MediaId>M4</MediaId><FileName>a.pdf</FileName>', { kind: 'file', mediaId: 'M4', fileName: 'a.pdf' }],
    [
      'location',
      '<Location_X>30.572816</Location_X><Location_Y>104.066803</Location_Y><Scale>16</Scale>' +
        '<Label><![CDATA[某工地东门]]></Label><AppType><![CDATA[wxwork]]></AppType>',
      { kind: 'location', lat: 30.572816, lng: 104.066803, label: '某工地东门', scale: 16 },
    ],
    [
      'location',
      '<Location_X>-1</Location_X><Location_Y>2</Location_Y><Scale></Scale>',
      { kind: 'location', lat: -1, lng: 2, label: '' },
    ],
    [
      'link',
      '<Title>标题</Title><Description></Description><Url><![CDATA[http://u?a=1&b=2]]></Url><PicUrl>p</PicUrl>',
      { kind: 'link', title: '标题', description: '', url: 'http://u?a=1&b=2', picUrl: 'p' },
    ],
  ])('%s %s', (msgType, elements, body) => {
    expect(bodyOf(messageXml(msgType, elements))).toEqual(body);
  });

  test.each([
    ['a type nobody knows', 'merged_chat', '<Any>1</Any>'],
    ['a name from the prototype', 'constructor', ''],
    ['an image without media id', 'image', '<PicUrl>p</PicUrl>'],
    ['a latitude out of range', 'location', '<Location_X>91</Location_X><Location_Y>1</Location_Y>'],
    ['a latitude that is no number', 'location', '<Location_X>1e1</Location_X><Location_Y>1</Location_Y>'],
    ['a doubled element', 'text', '<Content>1</Content><Content>2</Content>'],
    ['a nested element', 'text', '<Content><b>1</b></Content>'],
    ['an event without name', 'event', ''],
  ])('%s survives as unknown', (_, msgType, elements) => {
    const message = parseInbound(messageXml(msgType, elements), AGENT);
    expect(message.body).toEqual({ kind: 'unknown', msgType });
    expect(message.key).toBe('m:1000009:7000000000000000001');
  });

  test('string ids of newer clients', () => {
    const xml = messageXml('text', '<Content>1</Content>').replace('7000000000000000001', 'CAIQg/PKxw==');
    expect(parseInbound(xml, AGENT).key).toBe('m:1000009:CAIQg/PKxw==');
  });

  test('without id the plaintext makes the key', () => {
    const xml = messageXml('text', '<Content>1</Content>').replace(/<MsgId>.*<\/MsgId>/, '');
    expect(parseInbound(xml, AGENT).key).toBe(`e:1000009:${sha256(xml)}`);
  });
});

describe('events (2.2)', () => {
  test('template_card_event with one choice of one question', () => {
    const xml = eventXml(
      'template_card_event',
      '<EventKey><![CDATA[case_accept]]></EventKey><TaskId><![CDATA[007]]></TaskId>' +
        '<CardType><![CDATA[multiple_interaction]]></CardType><ResponseCode><![CDATA[RCODE]]></ResponseCode>' +
        '<SelectedItems><SelectedItem><QuestionKey><![CDATA[priority]]></QuestionKey>' +
        '<OptionIds><OptionId><![CDATA[high]]></OptionId></OptionIds></SelectedItem></SelectedItems>',
    );
    const message = parseInbound(xml, AGENT);
    expect(message.key).toBe(`e:1000009:${sha256(xml)}`);
    expect(message.body).toEqual({
      kind: 'card',
      taskId: '007',
      key: 'case_accept',
      cardType: 'multiple_interaction',
      responseCode: 'RCODE',
      selected: [{ questionKey: 'priority', optionIds: ['high'] }],
      fromCardMenu: false,
    });
  });

  test('several questions, several choices, none', () => {
    const item = (question: string, options: string) =>
      `<SelectedItem><QuestionKey>${question}</QuestionKey><OptionIds>${options}</OptionIds></SelectedItem>`;
    const xml = eventXml(
      'template_card_event',
      `<SelectedItems>${item('q1', '<OptionId>a</OptionId><OptionId>1</OptionId>')}${item('q2', '')}</SelectedItems>`,
    );
    expect(bodyOf(xml)).toMatchObject({
      selected: [
        { questionKey: 'q1', optionIds: ['a', '1'] },
        { questionKey: 'q2', optionIds: [] },
      ],
    });
    expect(bodyOf(eventXml('template_card_event', '<SelectedItems></SelectedItems>'))).toMatchObject({ selected: [] });
  });

  test('template_card_menu_event', () => {
    const elements =
      '<EventKey>k</EventKey><TaskId>t</TaskId><CardType>text_notice</CardType><ResponseCode>r</ResponseCode>';
    expect(bodyOf(eventXml('template_card_menu_event', elements))).toEqual({
      kind: 'card',
      taskId: 't',
      key: 'k',
      cardType: 'text_notice',
      responseCode: 'r',
      selected: [],
      fromCardMenu: true,
    });
  });

  test('kf_msg_or_event has no sender and may have no agent', () => {
    const xml =
      '<xml><ToUserName><![CDATA[wwMADEUP0000000001]]></ToUserName><CreateTime>1767225600</CreateTime>' +
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>' +
      '<Token><![CDATA[ENCMADEUPTOKEN]]></Token><OpenKfId><![CDATA[wkMADEUP01]]></OpenKfId></xml>';
    expect(parseInbound(xml, AGENT)).toEqual({
      key: `e:1000009:${sha256(xml)}`,
      channel: 'wecom',
      sender: 'sys',
      account: '1000009',
      sentAt: new Date('2026-01-01T00:00:00Z'),
      body: { kind: 'kf-nudge', token: 'ENCMADEUPTOKEN', openKfId: 'wkMADEUP01' },
    });
  });

  test('click', () => {
    expect(bodyOf(eventXml('click', '<EventKey><![CDATA[TODO]]></EventKey>'))).toEqual({ kind: 'menu', key: 'TODO' });
  });

  test.each<[string, string, string, Record<string, unknown>]>([
    ['subscribe', '', '', {}],
    ['unsubscribe', '', '', {}],
    ['enter_agent', '<EventKey><![CDATA[]]></EventKey>', '', {}],
    [
      'LOCATION',
      '<Latitude>34.9</Latitude><Longitude>113.6</Longitude><Precision>65.0</Precision><AppType>wxwork</AppType>',
      '',
      { Latitude: '34.9', Longitude: '113.6', Precision: '65.0', AppType: 'wxwork' },
    ],
    ['view', '<EventKey><![CDATA[https://u?a=1&b=2]]></EventKey>', 'https://u?a=1&b=2', {}],
    ['view_miniprogram', '<EventKey>pages/index</EventKey>', 'pages/index', {}],
    [
      'scancode_waitmsg',
      '<EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>007</ScanResult></ScanCodeInfo>',
      '6',
      { ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '007' } },
    ],
    [
      'pic_photo_or_album',
      '<EventKey>PHOTO</EventKey><SendPicsInfo><Count>1</Count>' +
        '<PicList><item><PicMd5Sum>5a75</PicMd5Sum></item></PicList></SendPicsInfo>',
      'PHOTO',
      { SendPicsInfo: { Count: '1', PicList: { item: [{ PicMd5Sum: '5a75' }] } } },
    ],
    [
      'location_select',
      '<EventKey>CHECKIN</EventKey><SendLocationInfo><Location_X>34.9</Location_X><Location_Y>113.6</Location_Y>' +
        '<Scale>16</Scale><Label>门口</Label><Poiname></Poiname></SendLocationInfo>',
      'CHECKIN',
      { SendLocationInfo: { Location_X: '34.9', Location_Y: '113.6', Scale: '16', Label: '门口', Poiname: '' } },
    ],
    [
      'batch_job_result',
      '<BatchJob><JobId>j</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>',
      '',
      { BatchJob: { JobId: 'j', JobType: 'sync_user', ErrCode: '0', ErrMsg: 'ok' } },
    ],
    [
      'change_contact',
      '<ChangeType>update_user</ChangeType><UserID>insp007</UserID><Department>1,2</Department>',
      '',
      { ChangeType: 'update_user', UserID: 'insp007', Department: '1,2' },
    ],
    [
      'open_approval_change',
      '<ApprovalInfo><ThirdNo>1</ThirdNo><ApprovalNodes><ApprovalNode><NodeStatus>1</NodeStatus><Items><Item>' +
        '<ItemName>甲</ItemName></Item></Items></ApprovalNode></ApprovalNodes><NotifyNodes><NotifyNode>' +
        '<ItemName>乙</ItemName></NotifyNode></NotifyNodes></ApprovalInfo>',
      '',
      {
        ApprovalInfo: {
          ThirdNo: '1',
          ApprovalNodes: { ApprovalNode: [{ NodeStatus: '1', Items: { Item: [{ ItemName: '甲' }] } }] },
          NotifyNodes: { NotifyNode: [{ ItemName: '乙' }] },
        },
      },
    ],
    [
      'sys_approval_change',
      '<ApprovalInfo><SpNoStr>202601010001</SpNoStr><SpRecord><SpStatus>1</SpStatus><Details><SpStatus>1</SpStatus>' +
        '</Details></SpRecord></ApprovalInfo>',
      '',
      {
        ApprovalInfo: {
          SpNoStr: '202601010001',
          SpRecord: [{ SpStatus: '1', Details: [{ SpStatus: '1' }] }],
        },
      },
    ],
    [
      'kf_account_auth_change',
      '<AuthAddOpenKfId>wk1</AuthAddOpenKfId><AuthDelOpenKfId>wk2</AuthDelOpenKfId><AuthDelOpenKfId>wk3</AuthDelOpenKfId>',
      '',
      { AuthAddOpenKfId: ['wk1'], AuthDelOpenKfId: ['wk2', 'wk3'] },
    ],
    ['upload_media_job_finish', '<JobId>j</JobId>', '', { JobId: 'j' }],
    ['low_active_alert', '<EffectTime>1767225600</EffectTime>', '', { EffectTime: '1767225600' }],
    ['made_up_in_2030', '<EventKey>k</EventKey><New><Thing>1</Thing></New>', 'k', { New: { Thing: '1' } }],
    ['click', '', '', {}],
    ['kf_msg_or_event', '<Token></Token>', '', { Token: '' }],
    ['template_card_event', '<TaskId><b>1</b></TaskId>', '', { TaskId: { b: '1' } }],
    ['toString', '', '', {}],
  ])('%s %s keeps its fields', (event, elements, key, fields) => {
    expect(bodyOf(eventXml(event, elements))).toEqual({ kind: 'event', event, key, fields });
  });

  test('two events of one user in one second have two keys, a retry has the same', () => {
    const one = eventXml('click', '<EventKey>A</EventKey>');
    const other = eventXml('click', '<EventKey>B</EventKey>');
    const keys = [one, other, one].map((xml) => parseInbound(xml, AGENT).key);
    expect(keys[0]).toBe(`e:1000009:${sha256(one)}`);
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[0]).toBe(keys[2]);
  });
});

test('an event that carries an id is still known by its plaintext', () => {
  const xml = eventXml('click', '<EventKey>A</EventKey><MsgId>1</MsgId>');
  expect(parseInbound(xml, AGENT).key).toBe(`e:1000009:${sha256(xml)}`);
});

describe('what is not a message', () => {
  const whole: XmlContent = { FromUserName: 'a', CreateTime: 1, MsgType: 'text', Content: 'x', MsgId: '1' };
  test.each([
    ['no type', { ...whole, MsgType: '' }],
    ['no sender', { ...whole, FromUserName: '' }],
    ['no time', { ...whole, CreateTime: '' }],
    ['a time that is no number', { ...whole, CreateTime: '2026-01-01' }],
    ['two types', { ...whole, MsgType: ['text', 'event'] }],
    ['nothing', {}],
  ])('%s is refused', (_, content) => {
    expect(() => parseInbound(buildXml(content), AGENT)).toThrow(WireError);
  });

  test('any element is read or refused, nothing else is thrown', () => {
    const name = fc.constantFrom(
      'Content',
      'MediaId',
      'Location_X',
      'SelectedItems',
      'SelectedItem',
      'Event',
      'EventKey',
    );
    const tree = fc.letrec<{ node: XmlContent; value: XmlContent[string] }>((tie) => ({
      node: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.array(fc.string(), { maxLength: 3 }), tie('node')),
    })).node;
    const msgType = fc.constantFrom('text', 'image', 'location', 'event', 'click', 'template_card_event', 'zzz');
    fc.assert(
      fc.property(tree, msgType, msgType, (node, type, event) => {
        const xml = buildXml({ ...whole, Event: event, ...node, MsgType: type });
        try {
          expect(parseInbound(xml, AGENT).key).toMatch(/^[me]:1000009:./);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
