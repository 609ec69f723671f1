import koa from 'koa';
export const ground = koa;
