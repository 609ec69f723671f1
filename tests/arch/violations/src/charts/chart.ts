import { texts } from '../texts/impure.js';
export const chart = texts;
