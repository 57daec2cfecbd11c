import type {
  IHttp,
  IModify,
  IPersistence,
  IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import type { App } from '@rocket.chat/apps-engine/definition/App';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type {
  ISlashCommand,
  ISlashCommandPreview,
  ISlashCommandPreviewItem,
  SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import { SlashCommandPreviewItemType } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { Server } from './engine';
import { ourRoom } from './people';
import { quiet } from './quietLog';
import type { Settings } from './settings';
import { openDecision } from './ui/decisionBar';
import { Desk } from './ui/desk';
import { askTickets, openSummary, type OpenTicket } from './ui/summaryBar';
import { askTemplates, openTemplateForm } from './ui/templateForm';
import { askDepartments } from './ui/ticketForm';
import { explained, Trouble } from './ui/trouble';
import type { Word } from './words';

interface Call {
  desk: Desk;
  room: ILivechatRoom;
  args: string[];
  triggerId?: string;
}

interface Item {
  id: string;
  text: string;
}

/** What a command does, and what it offers while it is being typed. */
interface Deed {
  name: string;
  run: (call: Call) => Promise<void>;
  offers?: (call: Call) => Promise<Item[]>;
  choose?: (call: Call, id: string) => Promise<void>;
  permission?: string;
  /** It takes no words. */
  bare?: boolean;
}

const HELP = ['ayuda', 'help', '?'];
const MOST_PREVIEWS = 10; // the client shows no more

// A new one is an entry here and its two words in i18n.
const DEEDS: Deed[] = [
  {
    name: 'crear-ticket',
    run: carry('crear-ticket'),
    offers: departments,
    choose: ({ desk, room, args }, id) =>
      desk.wish(room, { name: 'crear-ticket', args: [id, ...without(id, args)] }),
  },
  { name: 'cerrar-ticket', run: carry('cerrar-ticket') },
  { name: 'tomar', ...aboutTicket('tomar', () => true) },
  { name: 'urgente', ...aboutTicket('urgente', () => true) },
  { name: 'vincular', ...aboutTicket('vincular', ({ here }) => !here) },
  {
    name: 'resumen',
    run: ({ desk, room, triggerId }) => openSummary(desk, room, triggerId),
    bare: true,
  },
  { name: 'bot', run: carry('bot'), bare: true },
  {
    name: 'plantilla',
    run: ({ desk, room, args, triggerId }) => openTemplateForm(desk, room, triggerId, args[0]),
    offers: templates,
    choose: ({ desk, room, triggerId }, id) => openTemplateForm(desk, room, triggerId, id),
  },
  {
    name: 'decision',
    run: ({ desk, room, triggerId }) => openDecision(desk, room, triggerId),
    permission: 'manage-apps',
    bare: true,
  },
];

export function commands(app: App, settings: Settings): ISlashCommand[] {
  return DEEDS.map((deed) => new Command(app, settings, deed));
}

/** The brain does it: the app only carries the words there. */
function carry(name: string): Deed['run'] {
  return ({ desk, room, args }) => desk.wish(room, { name, args });
}

/** The customer's open tickets are offered; without one the brain knows which are meant. */
function aboutTicket(
  name: string,
  isOffered: (ticket: OpenTicket) => boolean,
): Pick<Deed, 'run' | 'offers' | 'choose'> {
  return {
    run: carry(name),
    offers: async ({ desk, room, args: [typed = ''] }) =>
      (await askTickets(desk, room))
        .filter((ticket) => isOffered(ticket) && String(ticket.number).startsWith(typed))
        .map(({ number, title, status }) => ({
          id: String(number),
          text: `${number} · ${title} · ${status}`,
        })),
    choose: ({ desk, room }, id) => desk.wish(room, { name, args: [id] }),
  };
}

async function departments({ desk, room, args }: Call): Promise<Item[]> {
  const known = await askDepartments(desk, room);
  const named = known.filter(({ key }) => key === args[0]?.toLowerCase());
  return (named.length ? named : known).map(({ key, name }) => {
    const subject = without(key, args).join(' ');
    const word = subject ? 'preview_ticket_about' : 'preview_ticket';
    return { id: key, text: desk.word(word, { department: name, subject }) };
  });
}

const without = (key: string, args: string[]): string[] =>
  args[0]?.toLowerCase() === key ? args.slice(1) : args.filter(Boolean);

async function templates({ desk, room, args }: Call): Promise<Item[]> {
  const wanted = (args[0] ?? '').toLowerCase();
  const { templates } = await askTemplates(desk, room);
  const found = templates.filter(({ name }) => name.startsWith(wanted));
  return found.map(({ id, name, text }) => ({ id, text: `${name}: ${text}` }));
}

class Command implements ISlashCommand {
  public readonly command: string;
  public readonly i18nDescription: string;
  public readonly i18nParamsExample: string;
  public readonly permission: string;
  public readonly providesPreview: boolean;

  public constructor(
    private readonly app: App,
    private readonly settings: Settings,
    private readonly deed: Deed,
  ) {
    this.command = deed.name;
    this.i18nDescription = `command_${deed.name.replaceAll('-', '_')}`;
    this.i18nParamsExample = deed.bare ? '' : `${this.i18nDescription}_params`;
    this.permission = deed.permission ?? 'view-l-room';
    this.providesPreview = !!deed.offers;
  }

  public async executor(
    context: SlashCommandContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<void> {
    await this.answer(context, { read, modify, http, persistence }, async (call) => {
      const wantsHelp = call.args.length === 1 && HELP.includes(call.args[0]?.toLowerCase() ?? '');
      if (wantsHelp) await call.desk.whisper(call.room, help(call.desk));
      else await this.deed.run(call);
    });
  }

  public async previewer(
    context: SlashCommandContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<ISlashCommandPreview> {
    const server = { read, modify, http, persistence };
    const desk = await this.desk(context, server);
    const items = await this.offered(context, desk).catch(() => []);
    return {
      i18nTitle: this.i18nDescription,
      items: items
        .slice(0, MOST_PREVIEWS)
        .map(({ id, text }) => ({ id, type: SlashCommandPreviewItemType.TEXT, value: text })),
    };
  }

  public async executePreviewItem(
    item: ISlashCommandPreviewItem,
    context: SlashCommandContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<void> {
    await this.answer(context, { read, modify, http, persistence }, async (call) =>
      this.deed.choose?.(call, item.id),
    );
  }

  private async offered(context: SlashCommandContext, desk: Desk): Promise<Item[]> {
    return (await this.deed.offers?.(this.call(context, desk))) ?? [];
  }

  private async answer(
    context: SlashCommandContext,
    server: Omit<Server, 'logger'>,
    act: (call: Call) => Promise<void>,
  ): Promise<void> {
    const desk = await this.desk(context, server);
    await explained(desk, context.getRoom(), () => act(this.call(context, desk)));
  }

  private async desk(context: SlashCommandContext, server: Omit<Server, 'logger'>): Promise<Desk> {
    const logger = quiet(this.app.getLogger());
    const settings = await this.settings.of(server.read);
    return new Desk({ ...server, logger }, settings, context.getSender(), this.app.getID());
  }

  private call(context: SlashCommandContext, desk: Desk): Call {
    const room = ourRoom(context.getRoom());
    if (!room) throw new Trouble('command_not_here');
    desk.mustBeAgent();
    return { desk, room, args: context.getArguments(), triggerId: context.getTriggerId() };
  }
}

function help(desk: Desk): string {
  const lines = DEEDS.map(({ name, bare }) => {
    const word = `command_${name.replaceAll('-', '_')}` as Word;
    const params = bare ? '' : ` ${desk.word(`${word}_params` as Word)}`;
    return `\`/${name}${params}\` — ${desk.word(word)}`;
  });
  return [desk.word('help_title'), ...lines].join('\n');
}
