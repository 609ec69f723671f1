/**
 * What travels through the house: one `InboundMessage` per platform message or event, and `OutboundMessage`s back.
 * Channels turn wire formats into these and back; nothing inside knows a wire format.
 */

export type Channel = 'wecom' | 'kf';

/** What a person sent or did. Unknown types and events survive as `unknown` and `event`. */
export type InboundBody =
  | { kind: 'text'; text: string /** what was tapped in a kf menu of ours; `text` is its label */; picked?: Picked }
  | { kind: 'image'; mediaId: string; picUrl?: string }
  | { kind: 'voice'; mediaId: string; format?: string }
  | { kind: 'video'; mediaId: string; thumbMediaId?: string }
  | { kind: 'file'; mediaId: string; fileName?: string }
  /** Coordinates as received, GCJ-02 in practice (wecom.md 12.1 no. 13). */
  | { kind: 'location'; lat: number; lng: number; label: string; scale?: number; poi?: string }
  | { kind: 'link'; title: string; description: string; url: string; picUrl?: string }
  /** A tap on the app's own menu (event `click`). */
  | { kind: 'menu'; key: string }
  /** A tap on a template card, or on its top-right menu. */
  | {
      kind: 'card';
      taskId: string;
      key: string;
      cardType: string;
      responseCode: string;
      selected: { questionKey: string; optionIds: string[] }[];
      fromCardMenu: boolean;
    }
  /** New content waits at the customer-service account; carries no content itself (wecom.md 6.2). */
  | { kind: 'kf-nudge'; token: string; openKfId: string }
  /** Every other event: name, key and its plain fields. */
  | { kind: 'event'; event: string; key: string; fields: Record<string, unknown> }
  | { kind: 'unknown'; msgType: string };

/** The choice behind a tap: the question's task id and the choice's id. */
export interface Picked {
  taskId: string;
  choiceId: string;
}

/** Allows one message of its own to a customer, once and for a short time (wecom.md 6.7). */
export interface EventCode {
  code: string;
  until: Date;
}

export interface InboundMessage {
  /** De-duplication key (wecom.md 1.7); equal for every delivery of the same message. */
  key: string;
  channel: Channel;
  /** Lower-cased userid (wecom), our own id of the customer (kf; docs/adr/0031), or `sys`. */
  sender: string;
  /** open_kfid for kf, agent id for the app. */
  account: string;
  /** When the platform says it was sent. */
  sentAt: Date;
  body: InboundBody;
  /** kf: the answer goes by this code, which is the only way before the customer has written (welcome, wecom.md 6.7). */
  code?: EventCode;
}

/** Who gets a message. A group is named by its body's grid node; the way to it (webhook, app chat) is looked up when sending. */
export type Target =
  | { kind: 'member'; userid: string }
  | { kind: 'group'; nodeId: string /** another group of the same body than its work group */; purpose?: 'leaders' }
  /** Our own id of a customer; the platform's is known to src/kf alone. With `code` the message goes by it or not at all. */
  | { kind: 'customer'; customerId: string; code?: EventCode };

/** One thing a person can choose. `id` comes back verbatim; `label` is what is read. */
export interface Choice {
  id: string;
  label: string;
}

/** A key-value line of a card; at most 6 are shown. */
export interface CardLine {
  key: string;
  value: string;
}

export type OutboundBody =
  | { kind: 'text'; text: string /** userids, only for groups */; mentions?: string[] }
  /** The subset that all platforms share (headings, bold, quote, link, `<font color>`); cut or split at the channel's bytes. */
  | { kind: 'markdown'; text: string }
  /**
   * A text with choices. Every channel can show it as numbered text; the app shows a template card when it fits, kf a menu.
   * `taskId` names the question, so that a tap on an old card is recognised.
   */
  | { kind: 'question'; text: string; choices: Choice[]; multiple?: boolean; taskId: string }
  /** A notice with lines and buttons. */
  | {
      kind: 'card';
      title: string;
      description?: string;
      lines?: CardLine[];
      buttons?: Choice[];
      url?: string;
      taskId: string;
    }
  /** Greys a used card for everybody who has it (wecom.md 3.5). */
  | { kind: 'card-update'; responseCode: string; userids: string[]; replaceName: string }
  | { kind: 'image'; fileId: string }
  | { kind: 'file'; fileId: string; name: string };

export interface OutboundMessage {
  target: Target;
  body: OutboundBody;
  /** Same key, same message: a second row with it is not written. */
  effectKey: string;
  /** RED messages pass quiet hours and go first. */
  urgent?: boolean;
  /** Not before this instant. */
  notBefore?: Date;
  /** Customers only: may use the part of the message budget that is kept for receipts. */
  important?: boolean;
  /** Customers only: once it has gone, a person takes the conversation over and the bot is silent. */
  handOver?: boolean;
  /** Customers only: the body as it rests, sealed (src/outbox/sealed-body.ts); `body` is empty then. */
  sealed?: string;
}

/** The answer inside the HTTP response (wecom.md 1.8). */
export type PassiveReply = { kind: 'text'; text: string } | { kind: 'update-button'; replaceName: string };

/** What became of an inbound message: committed, with the answer to give now. */
export interface Receipt {
  reply: PassiveReply | null;
  /** To be called once: did the HTTP response go out in time? A lost reply is sent again by the relay. */
  settled(outcome: 'sent' | 'lost'): void;
}
