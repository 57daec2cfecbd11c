import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type {
  IUIKitResponse,
  IUIKitSurface,
  UIKitActionButtonInteractionContext,
  UIKitBlockInteractionContext,
  UIKitViewSubmitInteractionContext,
} from '@rocket.chat/apps-engine/definition/uikit';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Server } from '../engine';
import { ourRoom } from '../people';
import type { Settings } from '../settings';
import type { View } from './blocks';
import { CLOSE_FORM, cardPressed, closeFilled } from './cardButtons';
import { DECISION_BAR, decisionMarked, openDecision } from './decisionBar';
import { Desk } from './desk';
import { filled } from './filled';
import { openSummary } from './summaryBar';
import { TICKET_FORM, openTicketForm, ticketFilled } from './ticketForm';
import {
  CHOOSE_TEMPLATE,
  OPEN_TEMPLATE,
  TEMPLATE_FORM,
  openTemplateForm,
  templateChosen,
  templateFilled,
} from './templateForm';
import { explained, Trouble } from './trouble';

type RoomAction = (
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string,
  message?: string,
) => Promise<void>;

const ACTIONS: Partial<Record<string, RoomAction>> = {
  'room-summary': openSummary,
  'room-ticket': (desk, room, triggerId) => openTicketForm(desk, room, triggerId),
  'room-bot': giveBack,
  'room-template': (desk, room, triggerId) => openTemplateForm(desk, room, triggerId),
  'message-ticket': openTicketForm,
  'message-decision': openDecision,
};

/** What people press and fill in, handed to whoever knows what it means. */
export class Interactions {
  public constructor(
    private readonly settings: Settings,
    private readonly appId: string,
  ) {}

  public async actionPressed(
    context: UIKitActionButtonInteractionContext,
    server: Server,
  ): Promise<IUIKitResponse> {
    const { actionId, room, message, triggerId, user } = context.getInteractionData();
    const desk = await this.desk(server, user);
    await explained(desk, room, async () => {
      const ours = ourRoom(room);
      if (!ours) throw new Trouble('command_not_here');
      await ACTIONS[actionId]?.(desk, ours, triggerId, message?.id);
    });
    return context.getInteractionResponder().successResponse();
  }

  public async blockPressed(
    context: UIKitBlockInteractionContext,
    server: Server,
  ): Promise<IUIKitResponse> {
    const { actionId, value = '', room, triggerId, container, user } = context.getInteractionData();
    const desk = await this.desk(server, user);
    await explained(desk, room, async () => {
      if (actionId.startsWith('card-')) {
        await cardPressed(desk, actionId, value, room, triggerId);
      } else if (actionId === CHOOSE_TEMPLATE) {
        await templateChosen(desk, await desk.room(readId(container.id).roomId), triggerId, value);
      } else if (actionId.startsWith(OPEN_TEMPLATE)) {
        const ours = await desk.room(room?.id ?? '');
        await openTemplateForm(desk, ours, triggerId, value);
      }
    });
    return context.getInteractionResponder().successResponse();
  }

  public async viewSent(
    context: UIKitViewSubmitInteractionContext,
    server: Server,
  ): Promise<IUIKitResponse> {
    const { view, user } = context.getInteractionData();
    const responder = context.getInteractionResponder();
    const desk = await this.desk(server, user);
    const form = readForm(view);
    const room = ourRoom(await server.read.getRoomReader().getById(form.roomId));
    const answer = await explained(desk, room, () => sent(desk, form, room));
    if (!answer) return responder.successResponse();
    if ('view' in answer) return responder.updateModalViewResponse(desk.surface(answer.view));
    return responder.viewErrorResponse({ viewId: view.id, errors: answer.errors });
  }

  private async desk(server: Server, user: IUser): Promise<Desk> {
    return new Desk(server, await this.settings.of(server.read), user, this.appId);
  }
}

interface Form {
  kind: string;
  roomId: string;
  /** What the form is about besides the room: a ticket or a decision. */
  number: number;
  given: Record<string, string>;
  agreed: string;
}

type Answer = { errors: Record<string, string> } | { view: View } | undefined;

function readForm(view: IUIKitSurface): Form {
  const agreed = (view.submit as { value?: string } | undefined)?.value ?? '';
  return { ...readId(view.id), given: filled(view), agreed };
}

/** The id of a view says what it is about; the client shows it in its address, so it has no slash. */
function readId(id: string): { kind: string; roomId: string; number: number } {
  const [kind = '', roomId = '', number = ''] = id.split('.');
  return { kind, roomId, number: Number(number) };
}

async function sent(desk: Desk, form: Form, room: ILivechatRoom | undefined): Promise<Answer> {
  if (!room) throw new Trouble('ask_not_found');
  const { kind, number, given, agreed } = form;
  if (kind === TICKET_FORM) {
    const errors = await ticketFilled(desk, room, given);
    return errors && { errors };
  }
  if (kind === TEMPLATE_FORM) return templateFilled(desk, room, given, agreed);
  if (kind === CLOSE_FORM) await closeFilled(desk, room, number, given.comment ?? '');
  if (kind === DECISION_BAR) {
    await decisionMarked(desk, room, number, given.note ?? '');
    await desk.whisper(room, desk.word('decision_marked', { id: String(number) }));
  }
  return undefined;
}

async function giveBack(desk: Desk, room: ILivechatRoom): Promise<void> {
  desk.mustBeAgent();
  await desk.wish(room, { name: 'bot' });
}
