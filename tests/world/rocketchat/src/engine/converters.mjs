// Between the server's documents and the values that apps see.

const TYPES = { user: 'user', app: 'app', bot: 'bot' };

export function createConverters(db) {
  const userById = (id) => user(id === undefined ? undefined : db.users.get(id));
  const visitorById = (id) => visitor(id === undefined ? undefined : db.visitors.get(id));
  const departmentById = (id) => department(id === undefined ? undefined : db.departments.get(id));
  const roomById = (id) => room(db.rooms.get(id));
  const messageById = (id) => message(db.messages.get(id));

  function room(doc) {
    if (!doc) return undefined;
    return compact({
      id: doc._id,
      displayName: doc.fname,
      slugifiedName: doc.name,
      type: doc.t,
      creator: userById(doc.u?._id),
      userIds: doc.uids,
      messageCount: doc.msgs,
      createdAt: doc.ts,
      updatedAt: doc._updatedAt,
      lastModifiedAt: doc.lm,
      description: doc.description,
      customFields: doc.customFields,
      isDefault: Boolean(doc.default),
      isReadOnly: Boolean(doc.ro),
      displaySystemMessages: doc.sysMes ?? true,
      ...(doc.t === 'l' && livechatParts(doc)),
      _unmappedProperties_: {},
    });
  }

  function livechatParts(doc) {
    return {
      visitor: visitorById(doc.v._id),
      visitorChannelInfo: { phone: doc.v.phone, lastMessageTs: doc.v.lastMessageTs },
      department: departmentById(doc.departmentId),
      servedBy: userById(doc.servedBy?._id),
      responseBy: userById(doc.responseBy?._id),
      closedBy:
        doc.closedBy && (doc.closer === 'user' ? userById(doc.closedBy._id) : visitorById(doc.closedBy._id)),
      closedAt: doc.closedAt,
      closer: doc.closer,
      isWaitingResponse: Boolean(doc.waitingResponse),
      isOpen: Boolean(doc.open),
      source: doc.source,
      livechatData: doc.livechatData,
    };
  }

  function message(doc) {
    if (!doc) return undefined;
    const {
      _id,
      tmid,
      msg,
      ts,
      _updatedAt,
      editedAt,
      emoji,
      avatar,
      alias,
      file,
      customFields,
      groupable,
      token,
      ...more
    } = doc;
    const { blocks, reactions, parseUrls, t, rid, u, editedBy, attachments, ...unmapped } = more;
    return compact({
      id: _id,
      threadId: tmid,
      text: msg,
      createdAt: ts,
      updatedAt: _updatedAt,
      editedAt,
      emoji,
      avatarUrl: avatar,
      alias,
      file,
      customFields,
      groupable,
      token,
      blocks,
      reactions,
      parseUrls,
      type: t,
      room: roomById(rid),
      // What a visitor says carries the token; its author is no user of the workspace.
      sender: u && ((token ? undefined : userById(u._id)) ?? user(u)),
      editor: userById(editedBy?._id),
      attachments: attachments?.map(attachmentToApp),
      // Fields that apps do not know travel along, so that a message comes back whole.
      _unmappedProperties_: unmapped,
    });
  }

  function messageFromApp(value, { partial = false } = {}) {
    const sender =
      value.sender && (db.users.get(value.sender.id) ?? { _id: value.sender.id, ...value.sender });
    const doc = {
      _id: value.id,
      rid: value.room?.id ?? value.roomId,
      tmid: value.threadId,
      msg: value.text,
      ts: value.createdAt,
      u: sender && { _id: sender._id, username: sender.username, name: sender.name },
      emoji: value.emoji,
      avatar: value.avatarUrl,
      alias: value.alias,
      customFields: value.customFields,
      groupable: value.groupable,
      attachments: value.attachments?.map(attachmentFromApp),
      blocks: value.blocks,
      token: value.token,
      reactions: value.reactions,
      parseUrls: value.parseUrls,
      ...(!partial && value._unmappedProperties_),
    };
    return compact(doc);
  }

  return {
    user,
    userById,
    visitor,
    visitorById,
    department,
    departmentById,
    room,
    roomById,
    message,
    messageById,
    messageFromApp,
    upload,
  };
}

function user(doc) {
  if (!doc) return undefined;
  return compact({
    id: doc._id,
    username: doc.username,
    emails: doc.emails,
    type: TYPES[doc.type] ?? 'unknown',
    isEnabled: doc.active,
    name: doc.name,
    roles: doc.roles,
    bio: doc.bio,
    status: doc.status,
    statusText: doc.statusText,
    statusConnection: doc.statusConnection,
    utcOffset: doc.utcOffset,
    createdAt: doc.createdAt,
    updatedAt: doc._updatedAt,
    lastLoginAt: doc.lastLogin,
    appId: doc.appId,
    customFields: doc.customFields,
  });
}

function visitor(doc) {
  if (!doc) return undefined;
  return compact({
    id: doc._id,
    username: doc.username,
    name: doc.name,
    token: doc.token,
    department: doc.department,
    phone: doc.phone,
    visitorEmails: doc.visitorEmails,
    status: doc.status ?? 'online',
    livechatData: doc.livechatData,
    externalIds: doc.externalIds,
    updatedAt: doc._updatedAt,
    customFields: doc.customFields,
  });
}

function department(doc) {
  if (!doc) return undefined;
  return compact({
    id: doc._id,
    name: doc.name,
    email: doc.email,
    description: doc.description,
    enabled: doc.enabled,
    numberOfAgents: doc.numAgents,
    showOnOfflineForm: doc.showOnOfflineForm,
    showOnRegistration: doc.showOnRegistration,
    offlineMessageChannelName: doc.offlineMessageChannelName,
    requestTagBeforeClosingChat: doc.requestTagBeforeClosingChat,
    chatClosingTags: doc.chatClosingTags,
    abandonedRoomsCloseCustomMessage: doc.abandonedRoomsCloseCustomMessage,
    waitingQueueMessage: doc.waitingQueueMessage,
    departmentsAllowedToForward: doc.departmentsAllowedToForward,
    updatedAt: doc._updatedAt,
  });
}

function upload(doc) {
  if (!doc) return undefined;
  return compact({
    id: doc._id,
    name: doc.name,
    size: doc.size,
    type: doc.type,
    extension: doc.extension,
    store: doc.store,
    url: doc.path,
    path: doc.path,
    complete: doc.complete,
    uploading: false,
    progress: 1,
    uploadedAt: doc.uploadedAt,
    updatedAt: doc._updatedAt,
    userId: doc.userId,
    visitorToken: doc.visitorToken,
    room: { id: doc.rid },
  });
}

const PLAIN = {
  collapsed: 'collapsed',
  color: 'color',
  text: 'text',
  timestampLink: 'message_link',
  thumbnailUrl: 'thumb_url',
  imageDimensions: 'image_dimensions',
  imagePreview: 'image_preview',
  imageUrl: 'image_url',
  imageType: 'image_type',
  imageSize: 'image_size',
  audioUrl: 'audio_url',
  audioType: 'audio_type',
  audioSize: 'audio_size',
  videoUrl: 'video_url',
  videoType: 'video_type',
  videoSize: 'video_size',
  fields: 'fields',
  actionButtonsAlignment: 'button_alignment',
  actions: 'actions',
  type: 'type',
  description: 'description',
};

function attachmentToApp(doc) {
  const value = {
    author: { name: doc.author_name, link: doc.author_link, icon: doc.author_icon },
    title: { value: doc.title, link: doc.title_link, displayDownloadLink: doc.title_link_download },
    ...(doc.ts && { timestamp: new Date(doc.ts) }),
  };
  for (const [ours, theirs] of Object.entries(PLAIN))
    if (doc[theirs] !== undefined) value[ours] = doc[theirs];
  return value;
}

function attachmentFromApp(value) {
  const doc = {
    ts: value.timestamp && new Date(value.timestamp).toJSON(),
    author_name: value.author?.name,
    author_link: value.author?.link,
    author_icon: value.author?.icon,
    title: value.title?.value,
    title_link: value.title?.link,
    title_link_download: value.title?.displayDownloadLink,
  };
  for (const [ours, theirs] of Object.entries(PLAIN)) doc[theirs] = value[ours];
  return compact(doc);
}

/** As the real converters do: what a document has not, the app's value has not either. */
function compact(value) {
  const compacted = {};
  for (const key in value) if (value[key] !== undefined) compacted[key] = value[key];
  return compacted;
}
