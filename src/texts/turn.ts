/** What the service says outside of any conversation. */

/** To a userid that is on no staff list: how to be added, and nothing else. */
export function notOnStaff(userid: string): string {
  return `您还不在两网化人员名单里。请把您的企业微信账号 ${userid} 告诉所在中队或区指挥中心，加入名单后再发一次消息即可使用。`;
}

/** When a message could not be handled after several tries. */
export function troubleText(): string {
  return '这条消息没能处理成功，已经记下，管理员会查看。请换一种写法再发一次，或发“菜单”重新开始。';
}
