// Messages as apps write, change and read them, and what only one person gets to see.
import { asStumble } from '../../messages.mjs';
import { PlainError } from '../../errors.mjs';
import { randomId } from '../../ids.mjs';
import { checkBlocks, checkView } from '../../uikit-shape.mjs';

export function messages(world, { convert }) {
  const { db, clock, feed } = world;

  function ephemeral(user, message, rid = message.room?.id) {
    if (message.blocks) checkBlocks(message.blocks, { needsApp: true });
    const shown = {
      ...convert.messageFromApp(message),
      _id: randomId(),
      rid,
      ts: clock.date(),
      private: true,
      u: message.sender && {
        _id: message.sender.id,
        username: message.sender.username,
        name: message.sender.name,
      },
    };
    feed.publish('ephemeral', { userId: user.id, message: shown }, (userId) => userId === user.id);
  }

  async function react(messageId, userId, reaction, adds) {
    const message = db.messages.get(messageId);
    const user = db.users.get(userId);
    if (!message || !user) return;
    const name = `:${String(reaction).replaceAll(':', '')}:`;
    const names = new Set(message.reactions?.[name]?.usernames ?? []);
    if (adds) names.add(user.username);
    else names.delete(user.username);
    const reactions = { ...message.reactions, [name]: { usernames: [...names] } };
    if (names.size === 0) delete reactions[name];
    db.messages.update(message, { reactions, _updatedAt: clock.date() });
    feed.publish('message', { action: 'updated', message });
  }

  return {
    MessageBridge: {
      async create(message) {
        const draft = convert.messageFromApp(message);
        const sender = db.users.get(message.sender?.id);
        if (!sender) throw new PlainError('Invalid user [error-invalid-user]');
        delete draft.u;
        return asStumble(await world.messages.sendAs(sender, draft))._id;
      },
      async update(message) {
        if (!message.editor) throw new PlainError('Invalid editor assigned to the message for the update.');
        const stored = db.messages.get(message.id);
        if (!stored) throw new PlainError('A message must exist to update.');
        const { msg, attachments, blocks, customFields, alias, emoji, avatar } =
          convert.messageFromApp(message);
        await world.messages.update(db.users.get(message.editor.id), stored, {
          msg,
          attachments,
          blocks,
          customFields,
          alias,
          emoji,
          avatar,
        });
      },
      async delete(message, user) {
        await world.messages.remove(db.users.get(user.id), db.messages.get(message.id));
      },
      async notifyUser(user, message) {
        ephemeral(user, message);
      },
      async notifyRoom(room, message) {
        for (const { u } of db.subscriptions.by('rid', room.id)) ephemeral({ id: u._id }, message, room.id);
      },
      async typing({ scope, id, username, isTyping }) {
        if (scope === 'room') feed.publish('typing', { rid: id, username, isTyping });
      },
      getById: async (id) => convert.messageById(id),
      addReaction: (messageId, userId, reaction) => react(messageId, userId, reaction, true),
      removeReaction: (messageId, userId, reaction) => react(messageId, userId, reaction, false),
    },
    UiInteractionBridge: {
      async notifyUser(user, interaction, appId) {
        if (interaction.view) checkView(interaction.view);
        feed.publish(
          'ui',
          { userId: user.id, interaction: { ...interaction, appId } },
          (userId) => userId === user.id,
        );
      },
    },
  };
}
