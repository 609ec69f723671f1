import koa from 'koa';
export const impure = koa;
