/** Web login: the page that open.weixin.qq.com would show, and auth/getuserinfo (wecom.md 8.2). */
import type { Context, Middleware } from 'koa';
import { allMembers, findMember } from '../directory.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';

const CODE_LIFE_MS = 300_000;
const OUTSIDER = '@outsider';

/** GET auth/getuserinfo: a code works once, for five minutes. @throws ApiError 40029, 42022 */
export const getUserInfo: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    const code = query.code;
    if (code === undefined) throw new ApiError(41008, 'missing code');
    const issued = world.oauthCodes.get(code);
    if (issued === undefined) throw new ApiError(40029, 'invalid code');
    if (issued.used) throw new ApiError(42022, 'code was used already');
    issued.used = true;
    if (world.clock.now().getTime() - issued.at > CODE_LIFE_MS) throw new ApiError(42003, 'code expired');
    return issued.userid === null
      ? { openid: `o${world.random(14).toString('base64url')}` }
      : { userid: issued.userid };
  },
};

/**
 * GET /connect/oauth2/authorize. In WeCom the person is known; here a page asks who opens the link.
 * `&as=userid` answers for it; `as=@outsider` is somebody who is not a member.
 */
export function authorize(world: World): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/connect/oauth2/authorize') return next();
    const problem = wrongWith(world, ctx);
    ctx.type = 'html';
    if (problem !== undefined) {
      ctx.status = 400;
      ctx.body = page('无法打开', `<p>${escapeHtml(problem)}</p>`);
      return;
    }
    const as = one(ctx.query.as);
    if (as === undefined) {
      ctx.body = choicePage(world, ctx);
      return;
    }
    const member = findMember(world, as);
    if (member === undefined && as !== OUTSIDER) {
      ctx.status = 404;
      ctx.body = page('无法打开', `<p>通讯录里没有 ${escapeHtml(as)}。</p>`);
      return;
    }
    const code = world.random(24).toString('base64url');
    world.oauthCodes.set(code, { userid: member?.userid ?? null, at: world.clock.now().getTime(), used: false });
    const target = new URL(one(ctx.query.redirect_uri) ?? '');
    target.searchParams.set('code', code);
    target.searchParams.set('state', one(ctx.query.state) ?? '');
    ctx.redirect(target.href);
  };
}

function wrongWith(world: World, ctx: Context): string | undefined {
  const { appid, redirect_uri, response_type, scope, state, agentid } = ctx.query;
  if (one(appid) !== world.credentials.corpId) return 'appid 不是本企业的 corpid';
  if (one(response_type) !== 'code') return 'response_type 必须是 code';
  if (!['snsapi_base', 'snsapi_privateinfo'].includes(one(scope) ?? ''))
    return 'scope 必须是 snsapi_base 或 snsapi_privateinfo';
  if (one(scope) === 'snsapi_privateinfo' && one(agentid) === undefined) return 'snsapi_privateinfo 需要 agentid';
  if (state !== undefined && !/^[A-Za-z0-9]{0,128}$/.test(one(state) ?? ''))
    return 'state 只能是不超过 128 个字母和数字';
  const target = URL.canParse(one(redirect_uri) ?? '') ? new URL(one(redirect_uri) ?? '') : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol)) return 'redirect_uri 不是完整的网址';
  const { trustedDomains } = world.settings;
  if (trustedDomains !== null && !trustedDomains.includes(target.host))
    return `50001：${target.host} 不是本应用的可信域名`;
  return undefined;
}

function choicePage(world: World, ctx: Context): string {
  const link = (as: string) => `?${new URLSearchParams({ ...flat(ctx), as })}`;
  const people = allMembers(world)
    .map(
      (m) =>
        `<li><a href="${escapeHtml(link(m.userid))}">${escapeHtml(m.name)}<small>${escapeHtml([m.department, m.position].filter(Boolean).join(' '))}</small></a></li>`,
    )
    .join('');
  return page(
    '以谁的身份打开？',
    `<ul class="choice">${people}<li><a href="${escapeHtml(link(OUTSIDER))}">企业外的人<small>不是成员</small></a></li></ul>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/base.css"><main class="plain-page"><h1>${title}</h1>${body}</main></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function flat(ctx: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(ctx.query).map(([k, v]) => [k, one(v) ?? '']));
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
