import type {
  IAppAccessors,
  IConfigurationExtend,
  IHttp,
  ILogger,
  IModify,
  IPersistence,
  IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility } from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type {
  ILivechatEventContext,
  ILivechatRoom,
  ILivechatTransferEventContext,
  IPostLivechatAgentAssigned,
  IPostLivechatAgentUnassigned,
  IPostLivechatRoomClosed,
  IPostLivechatRoomStarted,
  IPostLivechatRoomTransferred,
} from '@rocket.chat/apps-engine/definition/livechat';
import type {
  IMessage,
  IPostMessageDeleted,
  IPostMessageSent,
  IPostMessageUpdated,
  IPostSystemMessageSent,
  IPreMessageSentPrevent,
} from '@rocket.chat/apps-engine/definition/messages';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import type {
  IUIKitInteractionHandler,
  IUIKitResponse,
  UIKitActionButtonInteractionContext,
  UIKitBlockInteractionContext,
  UIKitViewSubmitInteractionContext,
} from '@rocket.chat/apps-engine/definition/uikit';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import { AnsweredRooms } from './src/answers';
import { commands } from './src/commands';
import { testConnection } from './src/connection';
import { HealthEndpoint } from './src/endpoints/healthEndpoint';
import { IconEndpoint } from './src/endpoints/iconEndpoint';
import { VisitorMessageEndpoint } from './src/endpoints/visitorMessageEndpoint';
import { WhisperEndpoint } from './src/endpoints/whisperEndpoint';
import { MessageEvents } from './src/events/messages';
import { RoomEvents } from './src/events/rooms';
import { isOutOfTurn } from './src/guard';
import { Heard } from './src/heard';
import { ourRoom } from './src/people';
import { quiet, unlogged } from './src/quietLog';
import { Rescue } from './src/rescue';
import { rescueJob } from './src/rescueJob';
import {
  CONNECTION_STATUS,
  describeSettings,
  isConnectionSetting,
  Settings,
  type Values,
} from './src/settings';
import { ACTION_BUTTONS } from './src/ui/actionButtons';
import { Interactions } from './src/ui/interactions';
import { explainTooLate } from './src/ui/tooLate';
import { VisitorSpoke } from './src/visitorSpoke/visitorSpoke';
import { isTooLate } from './src/window';

/** The table of contents: what the server calls, and who answers. */
export class MostradorApp
  extends App
  implements
    IPreMessageSentPrevent,
    IPostMessageSent,
    IPostSystemMessageSent,
    IPostMessageUpdated,
    IPostMessageDeleted,
    IPostLivechatRoomStarted,
    IPostLivechatAgentAssigned,
    IPostLivechatAgentUnassigned,
    IPostLivechatRoomTransferred,
    IPostLivechatRoomClosed,
    IUIKitInteractionHandler
{
  private readonly settings = new Settings();
  private readonly heard = new Heard();
  private readonly answered = new AnsweredRooms();
  private readonly memory = { heard: this.heard, answered: this.answered };
  private readonly rescue = new Rescue(this.answered);
  private readonly visitorSpoke: VisitorSpoke;
  private readonly interactions: Interactions;

  public constructor(info: IAppInfo, logger: ILogger, accessors: IAppAccessors) {
    super(info, logger, accessors);
    this.visitorSpoke = new VisitorSpoke(this.settings, this.heard, info.id);
    this.interactions = new Interactions(this.settings, info.id);
  }

  protected override async extendConfiguration(extend: IConfigurationExtend): Promise<void> {
    for (const setting of describeSettings()) await extend.settings.provideSetting(setting);
    await extend.api.provideApi({
      visibility: ApiVisibility.PUBLIC,
      security: ApiSecurity.UNSECURE,
      endpoints: [
        new VisitorMessageEndpoint(this, this.settings, this.visitorSpoke),
        new WhisperEndpoint(this, this.settings),
        new HealthEndpoint(this, this.settings),
        new IconEndpoint(this),
      ],
    });
    for (const button of ACTION_BUTTONS) extend.ui.registerButton(button);
    await extend.scheduler.registerProcessors([rescueJob(this.settings, this.rescue)]);
    // Last: an app that is switched off and on again has kept its commands, and the engine ends this
    // at the first that is there already, without a word.
    for (const command of commands(this, this.settings)) {
      await extend.slashCommands.provideSlashCommand(command);
    }
  }

  public override async onEnable(): Promise<boolean> {
    await this.testConnection();
    return true;
  }

  public override onPreSettingUpdate({ newSetting }: ISettingUpdateContext): Promise<ISetting> {
    return Promise.resolve(unlogged(newSetting));
  }

  public override async onSettingUpdated(setting: ISetting): Promise<void> {
    if (setting.id === CONNECTION_STATUS) return;
    this.settings.forget();
    if (isConnectionSetting(setting.id)) await this.testConnection();
  }

  private async testConnection(): Promise<void> {
    const { reader, http, environmentWriter } = this.getAccessors();
    const settings = await this.settings.of(reader);
    await testConnection(http, environmentWriter, quiet(this.getLogger()), settings);
  }

  // The engine asks for every message of the workspace: those that cannot be refused end here.
  public async checkPreMessageSentPrevent(message: IMessage, read: IRead): Promise<boolean> {
    quiet(this.getLogger());
    const settings = await this.settings.of(read);
    return isOutOfTurn(message, settings.bot_username) || this.isTooLate(message, read, settings);
  }

  // Whoever gets here is refused; a person is told why, and what can be sent instead.
  public async executePreMessageSentPrevent(
    message: IMessage,
    read: IRead,
    http: IHttp,
  ): Promise<boolean> {
    const settings = await this.settings.of(read);
    if (!isOutOfTurn(message, settings.bot_username)) {
      await explainTooLate(message, read, http, settings, this.getID());
    }
    return true;
  }

  private isTooLate(message: IMessage, read: IRead, settings: Values): Promise<boolean> {
    return isTooLate(message, read, this.heard, settings);
  }

  // The work is done while the engine still asks whether there is any: its second call would carry the
  // whole message into this process once more.
  public async checkPostMessageSent(message: IMessage, read: IRead, http: IHttp): Promise<boolean> {
    quiet(this.getLogger());
    if (!ourRoom(message.room)) return false;
    const isHearing = (token: string): boolean => this.visitorSpoke.isHearing(token);
    await (await this.messageEvents(read, http)).sent(message, this.memory, isHearing);
    return false;
  }

  public executePostMessageSent(): Promise<void> {
    return Promise.resolve();
  }

  public async executePostSystemMessageSent(
    message: IMessage,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.messageEvents(read, http)).systemSent(message);
  }

  public async checkPostMessageUpdated(message: IMessage): Promise<boolean> {
    return Promise.resolve(!!ourRoom(message.room));
  }

  public async executePostMessageUpdated(
    message: IMessage,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.messageEvents(read, http)).updated(message);
  }

  public async checkPostMessageDeleted(message: IMessage): Promise<boolean> {
    return Promise.resolve(!!ourRoom(message.room));
  }

  public async executePostMessageDeleted(
    message: IMessage,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.messageEvents(read, http)).deleted(message);
  }

  public async executePostLivechatRoomStarted(
    room: ILivechatRoom,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.roomEvents(read, http)).started(room);
  }

  public async executePostLivechatAgentAssigned(
    context: ILivechatEventContext,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.roomEvents(read, http)).assigned(context);
  }

  public async executePostLivechatAgentUnassigned(
    context: ILivechatEventContext,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.roomEvents(read, http)).unassigned(context);
  }

  public async executePostLivechatRoomTransferred(
    context: ILivechatTransferEventContext,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.roomEvents(read, http)).transferred(context);
  }

  public async executePostLivechatRoomClosed(
    room: ILivechatRoom,
    read: IRead,
    http: IHttp,
  ): Promise<void> {
    await (await this.roomEvents(read, http)).closed(room);
  }

  public executeActionButtonHandler(
    context: UIKitActionButtonInteractionContext,
    read: IRead,
    http: IHttp,
    persistence: IPersistence,
    modify: IModify,
  ): Promise<IUIKitResponse> {
    const logger = quiet(this.getLogger());
    return this.interactions.actionPressed(context, { read, http, persistence, modify, logger });
  }

  public executeBlockActionHandler(
    context: UIKitBlockInteractionContext,
    read: IRead,
    http: IHttp,
    persistence: IPersistence,
    modify: IModify,
  ): Promise<IUIKitResponse> {
    const logger = quiet(this.getLogger());
    return this.interactions.blockPressed(context, { read, http, persistence, modify, logger });
  }

  public executeViewSubmitHandler(
    context: UIKitViewSubmitInteractionContext,
    read: IRead,
    http: IHttp,
    persistence: IPersistence,
    modify: IModify,
  ): Promise<IUIKitResponse> {
    const logger = quiet(this.getLogger());
    return this.interactions.viewSent(context, { read, http, persistence, modify, logger });
  }

  private async messageEvents(read: IRead, http: IHttp): Promise<MessageEvents> {
    return new MessageEvents(http, quiet(this.getLogger()), await this.settings.of(read));
  }

  private async roomEvents(read: IRead, http: IHttp): Promise<RoomEvents> {
    return new RoomEvents(http, quiet(this.getLogger()), await this.settings.of(read));
  }
}
