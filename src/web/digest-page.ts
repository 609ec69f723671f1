/** The page behind a digest: everything that its message left out. Who has the link may read it; a digest names no person. */
import { timingSafeEqual } from 'node:crypto';
import Router from '@koa/router';
import type { Digest, DigestKind } from '../../schemas/digest.js';
import { type Day, isDay } from '../lib/day.js';
import { blindIndex, blindIndexes, type KeyRing } from '../lib/seal.js';
import { digestPage } from '../texts/digest-page.js';
import { missingDigestPage } from '../texts/front-page.js';
import { answerHtml } from './html.js';

const KINDS: readonly DigestKind[] = ['daily', 'weekly', 'monthly'];
const MARK_LENGTH = 22;
const PURPOSE = 'digest-page';

interface Place {
  nodeId: string;
  kind: DigestKind;
  day: Day;
}

export interface DigestPageDeps {
  keys: KeyRing;
  find(place: Place): Promise<Digest | null>;
  picture(fileId: string): Promise<Uint8Array | null>;
}

const plain = ({ nodeId, kind, day }: Place) => `${kind} ${day} ${nodeId}`;

/** Makes links that nobody else can make. @param publicUrl without a slash at its end */
export function makeDigestLink(keys: KeyRing, publicUrl: string) {
  return (nodeId: string, kind: DigestKind, day: Day): string => {
    const mark = markOf(blindIndex(keys, PURPOSE, plain({ nodeId, kind, day })));
    return `${publicUrl}/digests/${kind}/${day}/${encodeURIComponent(nodeId)}/${mark}`;
  };
}

/** `GET /digests/:kind/:day/:node/:mark` and `…/picture.png`; 404 for a wrong mark as for a digest that is not there. */
export function makeDigestRouter(deps: DigestPageDeps): Router {
  const router = new Router();
  const path = '/digests/:kind/:day/:node/:mark';
  const read = async (params: Record<string, string | undefined>): Promise<Digest | null> => {
    const { kind: text = '', day = '', node = '', mark = '' } = params;
    const kind = KINDS.find((each) => each === text);
    if (kind === undefined || !isDay(day)) return null;
    const place = { nodeId: node, kind, day };
    const right = blindIndexes(deps.keys, PURPOSE, plain(place)).some((hash) => same(markOf(hash), mark));
    return right ? deps.find(place) : null;
  };
  router.get(path, async (ctx) => {
    const digest = await read(ctx['params']);
    if (digest === null) {
      ctx.status = 404;
      answerHtml(ctx, missingDigestPage());
      return;
    }
    ctx.set('cache-control', 'private, max-age=300');
    answerHtml(ctx, digestPage(digest, digest.pictureFileId === undefined ? undefined : `${ctx.path}/picture.png`));
  });
  router.get(`${path}/picture.png`, async (ctx) => {
    const digest = await read(ctx['params']);
    const png = digest?.pictureFileId === undefined ? null : await deps.picture(digest.pictureFileId);
    if (png === null) return;
    ctx.set('cache-control', 'private, max-age=300');
    ctx.type = 'image/png';
    ctx.body = Buffer.from(png);
  });
  return router;
}

/** Of a hash that names its key before a dot. */
function markOf(hash: string): string {
  return hash.slice(hash.lastIndexOf('.') + 1).slice(0, MARK_LENGTH);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
