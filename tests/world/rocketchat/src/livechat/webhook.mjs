// Omnichannel's outgoing webhook: told once, tried five times, then lost.
import { request } from 'undici';

const SWITCHES = {
  LivechatSessionStart: 'Livechat_webhook_on_start',
  LivechatSessionQueued: 'Livechat_webhook_on_chat_queued',
  LivechatSessionTaken: 'Livechat_webhook_on_chat_taken',
  LivechatSessionForwarded: 'Livechat_webhook_on_forward',
  LivechatSession: 'Livechat_webhook_on_close',
};
const ATTEMPTS = 5;

export function createWebhook({ db, clock, settings }) {
  const url = () => settings.get('Livechat_webhookUrl');

  function send(type, room, extra = {}) {
    if (!url() || !settings.get(SWITCHES[type])) return;
    const written = db.messages.by('rid', room._id).filter((m) => !m.t || m.t === 'livechat-close');
    post({
      ...about(room),
      type,
      messages: written.map((m) => line(m, room)),
      ...details(type, room),
      ...extra,
    });
  }

  function message(spoken, room) {
    const wanted = settings.get(
      spoken.token ? 'Livechat_webhook_on_visitor_message' : 'Livechat_webhook_on_agent_message',
    );
    if (!url() || !wanted || (spoken.t && spoken.t !== 'livechat-close')) return;
    post({ ...about(room), type: 'Message', messages: [line(spoken, room)] });
  }

  function about(room) {
    const visitor = db.visitors.get(room.v._id) ?? {};
    const agent = room.servedBy && db.users.get(room.servedBy._id);
    return {
      _id: room._id,
      label: room.fname,
      createdAt: room.ts,
      lastMessageAt: room.lm,
      ...(room.tags && { tags: room.tags }),
      customFields: room.livechatData,
      visitor: {
        _id: visitor._id,
        token: visitor.token,
        name: visitor.name,
        username: visitor.username,
        email: visitor.visitorEmails,
        phone: visitor.phone,
        department: visitor.department,
        customFields: visitor.livechatData,
      },
      ...(agent && {
        agent: { _id: agent._id, username: agent.username, name: agent.name, email: agent.emails },
      }),
    };
  }

  function post(body, attempt = 1) {
    attemptPost(body)
      .then((status) => {
        // Anything but 200 is a failure, and only these are worth another try to the server.
        if (status >= 500 || status === 429) throw new Error(`answered ${status}`);
      })
      .catch(() => {
        if (attempt === ATTEMPTS) return;
        clock.schedule(clock.now() + 4 * settings.get('Livechat_http_timeout'), () =>
          post(body, attempt + 1),
        );
      });
  }

  /** @returns what is wrong with the webhook, or undefined. */
  async function test() {
    const sample = {
      type: 'LivechatSession',
      _id: 'fasd6f5a4sd6f8a4sdf',
      label: 'title',
      messages: [],
      visitor: {},
      agent: {},
    };
    try {
      const status = await attemptPost(sample);
      return status === 200 ? undefined : `answered ${status}`;
    } catch (error) {
      return error.message;
    }
  }

  async function attemptPost(body) {
    const limit = settings.get('Livechat_http_timeout');
    const secret = settings.get('Livechat_secret_token');
    const answer = await request(url(), {
      method: 'POST',
      body: JSON.stringify(body),
      headersTimeout: limit,
      bodyTimeout: limit,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(secret && { 'x-rocketchat-livechat-token': secret }),
      },
    });
    await answer.body.dump();
    return answer.statusCode;
  }

  return { send, message, test };
}

function details(type, room) {
  const { departmentId, servedBy, closedAt, closedBy, closer } = room;
  if (type === 'LivechatSession') return { departmentId, servedBy, closedAt, closedBy, closer };
  if (type === 'LivechatSessionStart' || type === 'LivechatSessionQueued') return { departmentId };
  return { departmentId, servedBy };
}

function line(message, room) {
  return {
    _id: message._id,
    username: message.u.username,
    msg: message.msg,
    ts: message.ts,
    rid: message.rid,
    ...(message.editedAt && { editedAt: message.editedAt }),
    ...(message.u.username !== room.v.username && { agentId: message.u._id }),
    ...(message.t === 'livechat-close' && { closingMessage: true }),
    ...(message.file && { file: message.file, attachments: message.attachments }),
    _updatedAt: message._updatedAt,
  };
}
