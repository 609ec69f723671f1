/** The platform's error codes and what to do about them (wecom.md 9.2, 4.1, 4.2, 6.6). Read by operators, so in English. */
import type { ChannelErrorClass } from '../../errors.js';

export interface ErrcodeInfo {
  /** R retry · T refresh the token · F fix request or configuration · A alert · U tell the user. */
  klass: ChannelErrorClass;
  /** Operators must hear of it. */
  alert: boolean;
  /** Every further call would fail alike: stop calling until it is mended. */
  stops: boolean;
  /** R only: tries in all. */
  maxTries?: number;
  meaning: string;
  remedy: string;
}

type Marks = '' | 'alert' | 'stops';
type Line = readonly [
  codes: string,
  klass: ChannelErrorClass,
  marks: Marks,
  meaning: string,
  remedy: string,
  maxTries?: number,
];

// `stops` includes the alert. Ranges are inclusive.
const LINES: readonly Line[] = [
  ['-1', 'R', '', 'the platform is busy', 'it is tried again by itself', 3],
  ['6000', 'R', '', 'another change to the contacts got there first', 'it is tried again by itself', 2],
  ['40001', 'T', 'stops', 'wrong secret, or a token of another secret', 'compare WECOM_AGENT_SECRET with the app page'],
  ['40003,40031,40032,46004', 'U', 'alert', 'the userid does not exist', 'correct the userid in the staff list'],
  ['40004-40006,40009', 'F', 'alert', 'the media type or size is not allowed', 'see the limits of wecom.md 7.1'],
  ['40007', 'U', '', 'the media has expired', 'send the file again'],
  ['40008', 'F', 'alert', 'unknown message type', 'this is a fault of the program'],
  ['40013,2000002', 'A', 'stops', 'wrong corp id', 'compare WECOM_CORP_ID with 我的企业'],
  ['40056', 'A', 'stops', 'wrong agent id', 'compare WECOM_AGENT_ID with the app page'],
  [
    '301002',
    'F',
    'stops',
    'the token belongs to another agent',
    'WECOM_AGENT_ID and WECOM_AGENT_SECRET must be of one app',
  ],
  [
    '40014,42001',
    'T',
    'stops',
    'the access token is invalid or expired',
    'look whether another program uses the same secret',
  ],
  ['40029,42003,42022', 'U', '', 'the OAuth code is used or expired', 'open the page again'],
  ['40035,40058,40063', 'F', 'alert', 'a parameter is wrong or too long', 'this is a fault of the program'],
  ['40050,86001,86003', 'F', 'alert', 'the group chat does not exist', 'make the group again and set it at its body'],
  ['40054,40055', 'F', 'alert', 'a link of the menu is refused', 'use the trusted domain'],
  ['40068', 'F', 'alert', 'unknown tag', 'correct the tag'],
  ['40093', 'F', 'alert', 'wrong JS-SDK signature', 'this is a fault of the program'],
  ['40096', 'F', 'alert', 'a customer of another corp', 'this is a fault of the program'],
  ['40145,40146', 'F', 'alert', 'wrong range of a download', 'this is a fault of the program'],
  ['40201,40204', 'A', 'alert', 'the content was taken for spam', 'change the wording; do not send it again'],
  ['40206', 'F', 'alert', 'the request is too large', 'this is a fault of the program'],
  ['41001', 'F', 'alert', 'the access token is missing', 'this is a fault of the program'],
  ['42014-42051', 'F', 'alert', 'the template card is malformed', 'this is a fault of the program'],
  ['42052', 'U', '', 'older than 24 hours: cannot be recalled', 'nothing'],
  ['43004', 'U', 'alert', 'the person has not joined WeCom', 'ask the person to join'],
  ['43012', 'A', 'alert', 'cards need the callback address', 'set the callback of the app, or WECOM_CARDS=off'],
  ['44001,44004', 'F', 'alert', 'the content is empty', 'this is a fault of the program'],
  ['45001,45002,45007,45008', 'F', 'alert', 'the content is too long', 'this is a fault of the program'],
  ['45009', 'R', 'alert', 'too many calls in the window', 'it is tried again after the window; send less at once', 6],
  ['45029,45033', 'R', '', 'too many calls at once', 'it is tried again by itself'],
  ['46003', 'F', '', 'the app has no menu', 'create the menu'],
  [
    '48001,48010',
    'A',
    'stops',
    'the app may not use this interface',
    'give the app the right on its page; TLS 1.2 or later',
  ],
  ['48002', 'A', 'alert', 'forbidden for this app', 'group chats need the root department in the visible scope'],
  [
    '48006,48011',
    'A',
    'stops',
    'rights withdrawn because of low activity',
    'use the app and ask for the rights on its page',
  ],
  ['48007', 'A', 'alert', 'no right on customer service', 'allow the app to manage the account'],
  ['48009', 'A', 'alert', 'contact details are refused', 'the app reads ids only'],
  ['50001,80001,85005,85008', 'A', 'alert', 'the domain is not trusted', 'set the trusted domain of the app'],
  ['50002', 'U', 'alert', 'the person is outside the visible scope', 'add the person to the visible scope of the app'],
  ['50003', 'A', 'stops', 'the app is disabled', 'enable it on its page'],
  ['60003', 'F', 'alert', 'the department does not exist', 'correct the department'],
  ['60011', 'A', 'alert', 'no right on the member, department or tag', 'extend the visible scope'],
  [
    '60020',
    'A',
    'stops',
    'this address is not in the list of trusted IPs',
    'add the address of the message to 企业可信IP',
  ],
  ['60030,60031', 'A', 'alert', 'the servicer is outside the visible scope', 'extend the visible scope'],
  ['60111', 'U', 'alert', 'the userid does not exist', 'correct the userid in the staff list'],
  ['60140', 'U', '', 'the card was updated before or is older than 72 hours', 'send a new card'],
  ['81013', 'U', 'alert', 'no receiver may get it', 'add the person to the visible scope of the app'],
  ['82001-82004', 'F', 'alert', 'no valid receiver', 'correct the receivers'],
  ['84014,84015', 'U', '', 'the ticket is invalid or expired', 'open the page again'],
  ['86000-86999', 'F', 'alert', 'the group chat refuses it', 'check members and owner of the group'],
  ['93000', 'A', 'alert', 'the webhook key is wrong or removed', 'add the robot to the group again and set its key'],
  ['93004', 'A', 'alert', 'the robot is disabled', 'enable it in the group'],
  ['93008', 'A', 'alert', 'the robot is not in the group', 'add the robot to the group again and set its key'],
  ['93017,93018', 'F', 'alert', 'the content is empty or the picture too large', 'this is a fault of the program'],
  ['93001-93999', 'F', 'alert', 'the group robot refuses it', 'check the robot in the group'],
  ['95001,95002,95031', 'U', '', 'the customer must write first', 'it waits for the next message of the customer'],
  ['95013,95018', 'U', '', 'the session is with a person or has ended', 'answer in the customer-service console'],
  ['95000-95999', 'F', 'alert', 'customer service refuses it', 'see wecom.md 6.6'],
  ['301019', 'F', 'alert', 'the md5 does not fit the picture', 'this is a fault of the program'],
  ['830002', 'F', '', 'the file must be fetched in parts', 'this is a fault of the program'],
];

const UNKNOWN: ErrcodeInfo = {
  klass: 'F',
  alert: true,
  stops: false,
  meaning: 'a code that is not in the table',
  remedy: 'look it up at https://developer.work.weixin.qq.com/document/path/90313',
};

const table = LINES.map(([codes, klass, marks, meaning, remedy, maxTries]) => ({
  ranges: codes.split(',').map((part) => {
    const [, from = '', to = from] = /^(-?\d+)(?:-(\d+))?$/.exec(part) ?? [];
    return [Number(from), Number(to)] as const;
  }),
  info: {
    klass,
    alert: marks !== '',
    stops: marks === 'stops',
    meaning,
    remedy,
    ...(maxTries !== undefined && { maxTries }),
  } satisfies ErrcodeInfo,
}));

/** What a code means; an unknown one is never retried and alerts (wecom.md 9.2). The first fitting line counts. */
export function explainErrcode(code: number): ErrcodeInfo {
  return table.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))?.info ?? UNKNOWN;
}
