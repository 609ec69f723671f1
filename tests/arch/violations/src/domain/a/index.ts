import { inner } from '../b/inner.js';
import koa from 'koa';
export const rules = [inner, koa];
