import type { RouterContext } from '@koa/router';

/** Answers with a page that runs no scripts, loads nothing from elsewhere and stands in no frame. */
export function answerHtml(ctx: RouterContext, html: string): void {
  ctx.set(
    'content-security-policy',
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  );
  ctx.set('referrer-policy', 'no-referrer');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}
