/** The calls the sandbox knows, by their path under `/cgi-bin/`. */
import { appchatCreate, appchatGet, appchatSend, appchatUpdate } from './appchat.js';
import type { Call } from './call.js';
import { updateTemplateCard } from './card-codes.js';
import { addresses, agentGet, userGet } from './contacts.js';
import {
  kfAccountList,
  kfAddContactWay,
  kfCustomerBatchGet,
  kfServicerAdd,
  kfServicerDel,
  kfServicerList,
} from './kf-account.js';
import { kfSendMsg, kfSendMsgOnEvent } from './kf-send.js';
import { kfStateGet, kfStateTrans } from './kf-session.js';
import { kfSyncMsg } from './kf-sync.js';
import { mediaGet, mediaUpload, webhookUploadMedia } from './media.js';
import { menuCreate, menuDelete, menuGet } from './menu.js';
import { messageSend } from './message-send.js';
import { getUserInfo } from './oauth.js';
import { messageRecall } from './recall.js';
import { getToken } from './tokens.js';
import { webhookSend } from './webhook.js';

export const CALLS: Record<string, Call> = {
  gettoken: getToken,
  'agent/get': agentGet,
  'appchat/create': appchatCreate,
  'appchat/get': appchatGet,
  'appchat/send': appchatSend,
  'appchat/update': appchatUpdate,
  'auth/getuserinfo': getUserInfo,
  get_api_domain_ip: addresses,
  getcallbackip: addresses,
  'kf/account/list': kfAccountList,
  'kf/add_contact_way': kfAddContactWay,
  'kf/customer/batchget': kfCustomerBatchGet,
  'kf/send_msg': kfSendMsg,
  'kf/send_msg_on_event': kfSendMsgOnEvent,
  'kf/service_state/get': kfStateGet,
  'kf/service_state/trans': kfStateTrans,
  'kf/servicer/add': kfServicerAdd,
  'kf/servicer/del': kfServicerDel,
  'kf/servicer/list': kfServicerList,
  'kf/sync_msg': kfSyncMsg,
  'media/get': mediaGet,
  'media/upload': mediaUpload,
  'menu/create': menuCreate,
  'menu/delete': menuDelete,
  'menu/get': menuGet,
  'message/recall': messageRecall,
  'message/send': messageSend,
  'message/update_template_card': updateTemplateCard,
  'user/get': userGet,
  'webhook/send': webhookSend,
  'webhook/upload_media': webhookUploadMedia,
};
