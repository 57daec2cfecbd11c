import { randomUUID } from 'crypto';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { UIKitSurfaceType } from '@rocket.chat/apps-engine/definition/uikit';
import type { Server } from '../engine';
import { tell } from '../events/telling';
import { roomValue } from '../events/values';
import { ourRoom } from '../people';
import type { Values } from '../settings';
import { say, type Word } from '../words';
import { ask, type Asker, type Question } from './ask';
import { ofApp, plain, type Block, type View } from './blocks';
import { Trouble } from './trouble';

const AGENTS = ['livechat-agent', 'livechat-manager', 'admin'];

export interface Wish {
  name: string;
  args?: string[];
  ticket?: number;
  fields?: Record<string, string>;
  /** The room in which it was asked for, where that is not the customer's. */
  at?: string;
}

/** One person at work: what is shown to them, and what they want of the brain. */
export class Desk {
  public constructor(
    private readonly server: Server,
    public readonly settings: Values,
    public readonly user: IUser,
    private readonly appId: string,
  ) {}

  public word(word: Word, values: Record<string, string> = {}): string {
    return say(word, values, this.user);
  }

  public mustBeAgent(): void {
    if (!isAgent(this.user)) throw new Trouble('command_not_agent');
  }

  public mustBeAdmin(): void {
    if (!this.user.roles.includes('admin')) throw new Trouble('only_admins');
  }

  public async room(id: string): Promise<ILivechatRoom> {
    const room = ourRoom(await this.server.read.getRoomReader().getById(id));
    if (!room) throw new Trouble('ask_not_found');
    return room;
  }

  public ask<T>(question: Omit<Question, 'user'>): Promise<T> {
    return ask<T>(this.server.http, this.settings, { ...question, user: this.asker() });
  }

  /** Have the brain do something; it is stored there when this returns. */
  public async wish(room: ILivechatRoom, { name, args = [], ...rest }: Wish): Promise<void> {
    const accepted = await tell(this.server.http, this.server.logger, this.settings, {
      event: 'command',
      id: randomUUID(),
      ts: new Date().toISOString(),
      room: roomValue(room, this.settings.bot_username),
      command: { name, args, user: this.asker(), ...rest },
    });
    if (!accepted) throw new Trouble('ask_no_answer');
  }

  public async whisper(room: IRoom, text: string, blocks: Block[] = []): Promise<void> {
    const notifier = this.server.modify.getNotifier();
    const message = notifier.getMessageBuilder().setRoom(room).setText(text);
    if (blocks.length) message.setBlocks(ofApp(this.appId, blocks));
    await notifier.notifyUser(this.user, message.getMessage());
  }

  public async open(view: View, triggerId: string | undefined): Promise<void> {
    if (!triggerId) return;
    await this.server.modify
      .getUiController()
      .openSurfaceView(this.surface(view), { triggerId }, this.user);
  }

  public async redraw(view: View, triggerId: string): Promise<void> {
    await this.server.modify
      .getUiController()
      .updateSurfaceView(this.surface(view), { triggerId }, this.user);
  }

  public surface(view: View) {
    return {
      type: view.kind === 'modal' ? UIKitSurfaceType.MODAL : UIKitSurfaceType.CONTEXTUAL_BAR,
      id: view.id,
      title: plain(view.title),
      blocks: ofApp(this.appId, view.blocks),
      close: element('close', view.close),
      ...(view.submit && { submit: element('submit', view.submit.text, view.submit.value) }),
    };
  }

  private asker(): Asker {
    const { id, username, roles } = this.user;
    return { id, username, roles };
  }
}

function element(actionId: string, text: string, value = '') {
  return { type: 'button', actionId, text: plain(text), value } as const;
}

export function isAgent(user: IUser): boolean {
  return user.roles.some((role) => AGENTS.includes(role));
}
