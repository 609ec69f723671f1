import { rules } from '../domain/a/index.js';
export const outbox = rules;
