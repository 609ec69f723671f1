/** Understanding of typed answers: the face of this folder. Pure; the day comes in as a parameter. */
export type { Reading, UnclearCode } from '../../../schemas/reading.js';
export { isCaption } from './caption.js';
export { excerpt } from './clean.js';
export { type Command, readCommand } from './command.js';
export { readGreeting } from './greeting.js';
export { type ReadContext, readAnswer } from './read-answer.js';
export { shareOut } from './share-out.js';
export { readSlots, type Slot } from './slots.js';
export { readYesNo } from './yes-no.js';
