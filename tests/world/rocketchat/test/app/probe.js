'use strict';
// A small app that tests drive from outside: it notes the events it gets, and does what its endpoint is asked.
const { App } = require('@rocket.chat/apps-engine/definition/App');
const { ApiEndpoint, ApiSecurity, ApiVisibility } = require('@rocket.chat/apps-engine/definition/api');
const { SettingType } = require('@rocket.chat/apps-engine/definition/settings');

const seen = [];
const note = (event, more) => seen.push({ event, ...more });

const actions = {
  async events() {
    return seen;
  },
  async 'open-room'({ token, agent }, { read, modify }) {
    const creator = modify.getCreator().getLivechatCreator();
    const visitor = await creator.createAndReturnVisitor({
      token,
      name: `Visitor ${token}`,
      username: token,
    });
    const user = agent ? await read.getUserReader().getByUsername(agent) : null;
    const room = await creator.createRoom(visitor, user, { source: { type: 'app', label: 'Probe' } });
    return { roomId: room?.id, servedBy: room?.servedBy?.username };
  },
  async say({ token, roomId, text }, { read, modify }) {
    const visitor = await read.getLivechatReader().getLivechatVisitorByToken(token);
    const message = modify
      .getCreator()
      .startLivechatMessage()
      .setVisitor(visitor)
      .setToken(token)
      .setText(text);
    const id = await modify.getCreator().finish(message.setRoom({ id: roomId, type: 'l' }));
    const stored = await read.getMessageReader().getById(id);
    return { id, roomId: stored.room.id };
  },
  async upload({ token, roomId, base64 }, { modify }) {
    const details = { filename: 'photo.png', room: { id: roomId, type: 'l' }, visitorToken: token };
    const upload = await modify
      .getCreator()
      .getUploadCreator()
      .uploadBuffer(Buffer.from(base64, 'base64'), details);
    return { id: upload.id, type: upload.type };
  },
  async schedule({ when }, { modify }) {
    return {
      id: await modify.getScheduler().scheduleOnce({ id: 'probe-job', when, data: { said: 'later' } }),
    };
  },
  async whisper({ username, roomId, text }, { read, modify }) {
    const user = await read.getUserReader().getByUsername(username);
    const room = await read.getRoomReader().getById(roomId);
    const message = modify.getNotifier().getMessageBuilder().setRoom(room).setText(text).getMessage();
    await modify.getNotifier().notifyUser(user, message);
    return {};
  },
};

class DoEndpoint extends ApiEndpoint {
  constructor(app) {
    super(app);
    this.path = 'do';
  }

  async post(request, _endpoint, read, modify, http, persistence) {
    const { action, ...wish } = request.content;
    const content = await actions[action](wish, { read, modify, http, persistence });
    return { status: 200, content: { result: content } };
  }
}

class ProbeCommand {
  constructor() {
    this.command = 'probe';
    this.i18nDescription = 'command_probe';
    this.i18nParamsExample = 'command_probe_params';
    this.providesPreview = false;
  }

  async executor(context, _read, modify) {
    const message = modify
      .getCreator()
      .startMessage()
      .setRoom(context.getRoom())
      .setSender(context.getSender());
    await modify.getCreator().finish(message.setText(`probed: ${context.getArguments().join('+')}`));
    if (!context.getTriggerId()) return;
    await modify
      .getUiController()
      .openSurfaceView(
        { type: 'modal', id: 'probe-form', title: { type: 'plain_text', text: 'Probe' }, blocks: [] },
        { triggerId: context.getTriggerId() },
        context.getSender(),
      );
  }
}

class Probe extends App {
  async extendConfiguration(configuration) {
    await configuration.settings.provideSetting({
      id: 'refused_word',
      type: SettingType.STRING,
      packageValue: 'forbidden',
      required: false,
      public: false,
      i18nLabel: 'refused_word',
    });
    await configuration.api.provideApi({
      visibility: ApiVisibility.PUBLIC,
      security: ApiSecurity.UNSECURE,
      endpoints: [new DoEndpoint(this)],
    });
    await configuration.slashCommands.provideSlashCommand(new ProbeCommand());
    await configuration.scheduler.registerProcessors([
      {
        id: 'probe-job',
        processor: async (context) => note('job', { said: context.said, now: context.now }),
      },
    ]);
  }

  async executePreMessageSentPrevent(message, read) {
    return message.text === (await read.getEnvironmentReader().getSettings().getValueById('refused_word'));
  }

  async executePreMessageSentModify(message, builder) {
    return message.text === 'shout' ? builder.setText('SHOUT').getMessage() : message;
  }

  async executePostMessageSent(message) {
    note('message', {
      id: message.id,
      text: message.text,
      sender: message.sender?.username,
      room: message.room.type,
    });
  }

  async executePostSystemMessageSent(message) {
    note('system', { type: message.type });
  }

  async executePostLivechatRoomStarted(room) {
    note('started', { room: room.id });
  }

  async executePostLivechatAgentAssigned({ room, agent }) {
    note('assigned', { room: room.id, agent: agent.username });
  }

  async executePostLivechatRoomTransferred({ room, type, to }) {
    note('transferred', { room: room.id, type, to: to.username ?? to.name });
  }

  async executePostLivechatRoomClosed(room) {
    note('closed', { room: room.id, open: room.isOpen, closer: room.closer });
  }

  async executeBlockActionHandler(context) {
    const { actionId, value } = context.getInteractionData();
    note('pressed', { actionId, value });
    return context.getInteractionResponder().successResponse();
  }
}

module.exports = { Probe };
