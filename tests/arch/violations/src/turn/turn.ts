import { send } from '../channels/x/send.js';
export const turn = send;
