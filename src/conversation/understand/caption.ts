/** What people write below their photos: 这些是欠条, 工资条和工牌照片. It says what is to be seen, and answers no question. */

const PAPERS =
  /欠条|借条|白条|工资[条单表]|工资卡|工牌|工作证|厂牌|胸牌|考勤[表本]?|打卡记录|打卡|签到表|劳动合同|合同|协议书?|聊天记录|微信记录|通话记录|转账记录|转账|银行流水|流水|收据|收条|结算单|派工单|工单|记工[本单]|身份证|营业执照|证据|证明|材料/gu;
const PICTURES = /(?:现场|工地|宿舍|车间|门头|招牌|门口|店面)*的?(?:照片|图片|相片|截图|截屏)/gu;
const BESIDE =
  /这里?|那|上面|以上|前面|刚才|下面|后面|[一二两三四五六七八九十几\d]+[张份个]|些|个|张|份|都|就|全部?|是|为|有|我们?|俺们?|咱们?|他们?|老板|工头|单位|公司|厂里|单位|[一二三四五六七八九十\d]+月份?|当时|之前|以前|写|打|发|给|您|你|看看?|过来|来|了|的|和|跟|与|还有|及|请查收|哈|啊|呢|吧/gu;
const LONGEST = 40;

/** True when the words only name what a photo shows. */
export function isCaption(text: string): boolean {
  const said = text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  if (said.length > LONGEST) return false;
  const rest = said.replace(PICTURES, '').replace(PAPERS, '');
  return rest !== said && rest.replace(BESIDE, '') === '';
}
