import { texts } from '../texts/impure.js';
export const reaches = texts;
