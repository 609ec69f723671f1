import { other } from '../y/other.js';
export const send = other;
