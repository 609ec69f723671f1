import { turn } from '../turn/turn.js';
export const job = turn;
