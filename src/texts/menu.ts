/** The app's own menu under the chat (wecom.md 3.9). Keys are those of `start.menu` in the flows. */
export function appMenu() {
  const click = (name: string, key: string) => ({ type: 'click' as const, name, key });
  return {
    button: [
      {
        name: '采集',
        sub_button: [
          click('上报单位', 'collect_employer'),
          click('更新单位', 'refresh_employer'),
          click('拒绝配合', 'record_refusal'),
        ],
      },
      {
        name: '我的网格',
        sub_button: [click('进度', 'my_cell'), click('未采集清单', 'uncollected'), click('一路一册', 'road_register')],
      },
      click('菜单', 'menu'),
    ],
  };
}
