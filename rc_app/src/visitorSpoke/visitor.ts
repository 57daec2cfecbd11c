import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IVisitor } from '@rocket.chat/apps-engine/definition/livechat';
import type { SpokenBy } from './request';

/** Opens the visitor with our token, or brings the name and phone of a known one up to date. */
export async function saveVisitor(
  read: IRead,
  modify: IModify,
  spokenBy: SpokenBy,
  department?: string,
): Promise<IVisitor> {
  const found = await read.getLivechatReader().getLivechatVisitorByToken(spokenBy.token);
  const visitor = asVisitor(spokenBy, found, department);
  if (!found && (await phoneBelongsToAnother(read, spokenBy))) visitor.phone = undefined;
  const saved = await save(modify, visitor);
  // Somebody else was given this phone since we looked: the visitor we want has none, then.
  return saved.token === spokenBy.token ? saved : save(modify, { ...visitor, phone: undefined });
}

async function save(modify: IModify, visitor: IVisitor): Promise<IVisitor> {
  const saved = await modify.getCreator().getLivechatCreator().createAndReturnVisitor(visitor);
  if (!saved) throw new Error('the server did not save the visitor');
  return saved;
}

export function hasChanged(known: IVisitor, spokenBy: SpokenBy): boolean {
  const phone = known.phone?.[0]?.phoneNumber;
  return known.name !== spokenBy.name || (!!spokenBy.phone && phone !== spokenBy.phone);
}

function asVisitor(by: SpokenBy, found: IVisitor | undefined, department?: string): IVisitor {
  return {
    ...(found && { id: found.id }),
    token: by.token,
    username: found?.username ?? by.token,
    name: by.name,
    phone: by.phone ? [{ phoneNumber: by.phone }] : found?.phone,
    department,
  };
}

// The server matches a new visitor by phone too and then keeps the older token: under a foreign token
// the room would not be one of ours. So a phone that somebody else has is left out.
async function phoneBelongsToAnother(read: IRead, by: SpokenBy): Promise<boolean> {
  if (!by.phone) return false;
  const other = (await read.getLivechatReader().getLivechatVisitorByPhoneNumber(by.phone)) as
    IVisitor | null | undefined;
  return !!other && other.token !== by.token;
}
