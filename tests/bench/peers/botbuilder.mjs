// botbuilder-dialogs: a waterfall of text prompts with validators; its memory storage keeps the state as JSON text.
import { ActivityTypes, BotAdapter, ConversationState, MemoryStorage, TurnContext } from 'botbuilder';
import { DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { QUESTIONS } from './form.mjs';

export const name = 'botbuilder-dialogs, waterfall with memory storage';

class Silent extends BotAdapter {
  async sendActivities(_context, activities) {
    return activities.map(() => ({ id: '1' }));
  }
}

export async function open() {
  const memory = {};
  const state = new ConversationState(new MemoryStorage(memory));
  const dialogs = new DialogSet(state.createProperty('dialog'));
  let record;
  for (const { name: field, check } of QUESTIONS)
    dialogs.add(new TextPrompt(field, async ({ recognized }) => recognized.succeeded && check(recognized.value)));
  const steps = QUESTIONS.map(({ name: field, ask }, i) => async (step) => {
    if (i > 0) step.values[QUESTIONS[i - 1].name] = step.result;
    return step.prompt(field, { prompt: ask, retryPrompt: ask });
  });
  steps.push(async (step) => {
    record = { ...step.values, [QUESTIONS.at(-1).name]: step.result };
    return step.endDialog();
  });
  dialogs.add(new WaterfallDialog('form', steps));
  const adapter = new Silent();
  const turn = async (text) => {
    const context = new TurnContext(adapter, {
      type: ActivityTypes.Message,
      channelId: 'test',
      conversation: { id: 'c' },
      from: { id: 'u' },
      recipient: { id: 'b' },
      text,
    });
    const dc = await dialogs.createContext(context);
    const { status } = await dc.continueDialog();
    if (status === DialogTurnStatus.empty) await dc.beginDialog('form');
    await state.saveChanges(context);
  };
  await turn('开始');
  return { say: turn, record: () => record, bytes: () => Buffer.byteLength(Object.values(memory).join('')) };
}
