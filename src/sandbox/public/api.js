import { toast } from './dom.js';

/** Calls a control; what it refuses is shown and thrown. */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    toast('连不上沙盒，请看看程序是否还在运行');
    throw error;
  }
  const answer = await response.json();
  if (!response.ok) {
    toast(`没有成功：${answer.error}`);
    throw new Error(answer.error);
  }
  return answer;
}

export const get = (path) => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);

/** Asks for something whose effect arrives as an event; what is refused has been shown by then. */
export function tell(path, body = {}, method = 'POST') {
  call(method, path, method === 'POST' ? body : undefined).catch(() => {});
}
