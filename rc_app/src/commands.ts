import { randomUUID } from 'crypto';
import type { IHttp, IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { App } from '@rocket.chat/apps-engine/definition/App';
import type {
  ISlashCommand,
  SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { tell } from './events/brain';
import { person, roomValue } from './events/values';
import { ourRoom } from './people';
import { quiet } from './quietLog';
import type { Settings } from './settings';
import { say, type Word } from './words';

/** What agents can ask of the brain. A new one is a line here and its two words in i18n. */
const COMMANDS = ['crear-ticket', 'cerrar-ticket'] as const;

const AGENT_ROLES = ['livechat-agent', 'livechat-manager', 'admin'];

export function commands(app: App, settings: Settings): ISlashCommand[] {
  return COMMANDS.map((name) => new BrainCommand(app, settings, name));
}

/** A command that the app only carries: what it means is the brain's business. */
class BrainCommand implements ISlashCommand {
  public readonly i18nDescription: string;
  public readonly i18nParamsExample: string;
  public readonly permission = 'view-l-room';
  public readonly providesPreview = false;

  public constructor(
    private readonly app: App,
    private readonly settings: Settings,
    public readonly command: string,
  ) {
    this.i18nDescription = `command_${command.replaceAll('-', '_')}`;
    this.i18nParamsExample = `${this.i18nDescription}_params`;
  }

  public async executor(
    context: SlashCommandContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
  ): Promise<void> {
    quiet(this.app.getLogger());
    const problem = await this.carry(context, read, http);
    if (problem) await this.explain(context, modify, problem);
  }

  private async carry(
    context: SlashCommandContext,
    read: IRead,
    http: IHttp,
  ): Promise<Word | undefined> {
    const room = ourRoom(context.getRoom());
    const sender = context.getSender();
    if (!room) return 'command_not_here';
    if (!isAgent(sender)) return 'command_not_agent';
    const settings = await this.settings.of(read);
    const accepted = await tell(http, this.app.getLogger(), settings, {
      event: 'command',
      id: randomUUID(),
      ts: new Date().toISOString(),
      room: roomValue(room, settings.bot_username),
      command: { name: this.command, args: context.getArguments(), user: person(sender) },
    });
    return accepted ? undefined : 'command_not_accepted';
  }

  private async explain(
    context: SlashCommandContext,
    modify: IModify,
    problem: Word,
  ): Promise<void> {
    const notifier = modify.getNotifier();
    const text = say(problem, { command: this.command }, context.getSender());
    const message = notifier.getMessageBuilder().setRoom(context.getRoom()).setText(text);
    await notifier.notifyUser(context.getSender(), message.getMessage());
  }
}

function isAgent(user: IUser): boolean {
  return user.roles.some((role) => AGENT_ROLES.includes(role));
}
