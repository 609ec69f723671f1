/** What customers of customer service read beside their conversation: when a person takes over and when he has gone. */

/** Nobody is free at this moment. */
export function queueText(): string {
  return '现在没有空闲的工作人员，已为您排队。您可以先把情况写下来，接手的人看得到。';
}

/** A person has taken the conversation. */
export function takenText(): string {
  return '工作人员已接手，您直接和他说就行，我先不插话。';
}

/** The person has ended it. */
export function endedText(): string {
  return '人工服务结束了，接下来由我继续。要说什么，直接发消息。';
}

/** No person came, or none has spoken for long. */
export function leftAloneText(): string {
  return '工作人员暂时没能回复您，您写的都已记下，他们看得到。需要我继续办理，直接发消息。';
}

/** The customer wants a person. */
export function toPersonText(): string {
  return '正在为您转接工作人员，接通后我就不插话了。填的内容都在，可以先把情况写下来。';
}

/** To whoever is on duty: a customer waits for a person. Nothing of who it is. */
export function waitsForPersonText(): string {
  return '微信客服里有群众要找工作人员，正在排队。请值班同志打开“微信客服”接待。';
}
