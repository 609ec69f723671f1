import Router from '@koa/router';
import { frontPage } from '../texts/front-page.js';
import { answerHtml } from './html.js';

/** `GET /`: what this is and where to go. @param sandbox address of the chat page, null with a real corp */
export function makeFrontRouter(sandbox: string | null): Router {
  const router = new Router();
  router.get('/', (ctx) => answerHtml(ctx, frontPage(sandbox)));
  return router;
}
