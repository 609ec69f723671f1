/**
 * Workers in customer service (domain.md 5, 10): who collects data is said first, danger is answered at once, and everything goes
 * as one message, because five are all until the customer writes again (wecom.md 6.6).
 */
import type { OutboundBody, OutboundMessage } from '../../schemas/message.js';
import { askedField, type Effect, withAside } from '../conversation/index.js';
import { adviseIntake, type MatterHouse, raiseAlarm } from '../domain/matters/index.js';
import { dayOf } from '../lib/day.js';
import type { Tx } from '../models/transaction.js';
import { sealBody } from '../outbox/index.js';
import { toPersonText } from '../texts/kf.js';
import { matterMessages, privacyNoticeText, safetyText } from '../texts/matters.js';
import { questionWaitsText } from '../texts/own-matters.js';
import type { Door } from './door.js';
import { spoken } from './replies.js';
import { CUSTOMER_ROLE, type Talker } from './talker.js';

/** Items of a menu (wecom.md 6.6). */
const MENU_MAX = 10;
/** What happened, and the forms that take it down. */
const FACTS = 'facts';
const TELLS_FACTS = ['arrears-fast', 'complaint', 'report', 'supplement'];

type Say = Extract<Effect, { kind: 'say' }>;

export function customerDoor(house: MatterHouse): Door {
  return {
    mayUse: ({ audience }) => audience.includes(CUSTOMER_ROLE),
    findTalker: async (_tx, customerId, today) => talkerOf(customerId, today),
    strangerText: () => '',
    target: (customerId, code) => ({ kind: 'customer', customerId, ...(code !== undefined && { code }) }),
    async hear(tx, message, input, state) {
      const notice =
        state === null ? [privacyNoticeText(house.rules.bureau, house.rules.retention.closedFileYears)] : [];
      const { body } = message;
      if (body.kind === 'event') {
        // there is a way to answer only while the code of the welcome lives
        const isWelcome = body.event === 'enter_session' && message.code !== undefined;
        return isWelcome
          ? { input: { kind: 'open' }, lead: notice, notices: [] }
          : { input: null, lead: [], notices: [] };
      }
      const text = body.kind === 'text' && body.picked === undefined ? body.text : '';
      const flags = house.words.redFlagsIn(text);
      if (flags.length === 0) return { input, lead: notice, notices: [] };
      const notices = await alarm(house, tx, message.sender, text);
      const active = state?.active;
      if (active === undefined) return { input, lead: [safetyText(flags), ...notice], notices };
      if (state !== null && askedField(state) === FACTS) return { input, lead: [safetyText(flags)], notices };
      // a cry for help is no answer to another question, which waits; the words belong to what happened
      const kept = TELLS_FACTS.includes(active.f) ? { state: withAside({ ...state, active }, FACTS, text) } : {};
      return { input: null, lead: [safetyText(flags), questionWaitsText()], notices, ...kept };
    },
    reply(effects, target, key) {
      const says = effects.filter((effect) => effect.kind === 'say');
      const handOver = effects.some(({ kind }) => kind === 'human');
      if (says.length === 0 && !handOver) return { passive: null, outbound: [] };
      const isReceipt = effects.some((effect) => effect.kind === 'end' && effect.outcome === 'submitted');
      const message: OutboundMessage = {
        target,
        body: handOver ? { kind: 'text', text: toPersonText() } : inOne(says),
        effectKey: `reply:${key}`,
        ...(isReceipt && { important: true }),
        ...(handOver && { handOver: true }),
      };
      return { passive: null, outbound: [sealBody(house.identityKeys, message)] };
    },
  };
}

/** Once a person and day: whoever is on duty for the place that the words name, else for the district. */
async function alarm(house: MatterHouse, tx: Tx, customerId: string, text: string): Promise<OutboundMessage[]> {
  const today = dayOf(tx.now);
  const deps = { ...house, tx };
  const { redFlags, jurisdiction } = await adviseIntake(deps, { today, text, place: text });
  const root = (await house.grid(tx, today)).children(null)[0];
  const place = jurisdiction.kind === 'cell' || jurisdiction.kind === 'town' ? jurisdiction.node : root;
  if (place === undefined) return [];
  const about = { today, cellId: place._id, flags: redFlags, key: `${customerId}:${today}` };
  return matterMessages(await raiseAlarm(deps, about), tx.now);
}

function talkerOf(customerId: string, today: string): Talker {
  const scope = { userid: CUSTOMER_ROLE, staffId: '', prefixes: [], roles: [], certified: false, today };
  return { staffId: '', userid: CUSTOMER_ROLE, name: '', customerId, scope, roles: [CUSTOMER_ROLE], facts: {} };
}

/** The last question keeps its choices, as a menu. */
function inOne(says: readonly Say[]): OutboundBody {
  const last = says.at(-1);
  const { choices = [], taskId, multiple } = last ?? {};
  if (taskId === undefined || choices.length === 0 || choices.length > MENU_MAX || multiple === true)
    return { kind: 'text', text: says.map(spoken).join('\n\n') };
  const text = says.map((say) => (say === last ? say.text : spoken(say))).join('\n\n');
  return { kind: 'question', text, choices: [...choices], taskId };
}
