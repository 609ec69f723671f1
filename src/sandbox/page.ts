/** The chat page: static files beside this module, in `src` and in `dist` alike. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Middleware } from 'koa';

export const PUBLIC_FOLDER = fileURLToPath(new URL('./public/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.otf': 'font/otf',
  '.ttf': 'font/ttf',
};

/** @param botOrigin pictures of cards may come from the bot's own pages */
export function securityHeaders(botOrigin: string): Middleware {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    `img-src 'self' blob: data: ${botOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return async (ctx, next) => {
    ctx.set('content-security-policy', policy);
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('referrer-policy', 'no-referrer');
    await next();
  };
}

/** Serves files of the public folder; other paths go on. */
export const servePage: Middleware = async (ctx, next) => {
  const path = ctx.path === '/' ? 'index.html' : ctx.path.slice(1);
  const type = TYPES[extname(path)];
  if (!['GET', 'HEAD'].includes(ctx.method) || type === undefined || !/^[\w-]+(?:\/[\w-]+)*\.\w+$/.test(path))
    return next();
  try {
    ctx.body = await readFile(PUBLIC_FOLDER + path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return next();
    throw error;
  }
  ctx.set('content-type', type);
  ctx.set('cache-control', 'no-cache');
};
