/** The page at the service's address, for people who type it into a browser. */

const STYLE = `body{font:16px/1.7 system-ui,"Noto Sans SC",sans-serif;color:#1c2530;max-width:34em;margin:0 auto;padding:1.5em 1em}
h1{font-size:1.4em}a{color:#1d5fb8}.note{color:#5d6776;font-size:.9em}`;

/** @param sandbox address of the chat page where the stand-in for WeCom runs; null with a real corp */
export function frontPage(sandbox: string | null): string {
  const way =
    sandbox === null
      ? `<p>监察员、协管员和领导：在企业微信里打开“两网助手”，直接发消息；不知道能办什么，就发“菜单”。</p>
<p>劳动者反映问题，请用当地劳动保障监察机构公布的微信客服二维码。</p>
<p>日报的全部明细，从工作群消息里的链接打开。</p>`
      : `<p>这是试用环境，人和单位都是编的。</p>
<p><a href="${sandbox}">打开沙盒聊天</a>，选一个人，发“上报单位”试试；不知道能办什么，就发“菜单”。</p>`;
  return page(
    '两网助手',
    `<p>劳动保障监察“两网化”助手，正在运行。</p>
${way}
<p class="note">维护人员：<a href="/readyz">运行情况</a>　<a href="/metrics">运行数据</a></p>`,
  );
}

/** Behind a link to a digest that is not there, or was cut. */
export function missingDigestPage(): string {
  return page('没有这份日报', '<p>链接可能不完整。请回到工作群，从消息里的“看全部明细”重新打开。</p>');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
${body}
</body></html>
`;
}
