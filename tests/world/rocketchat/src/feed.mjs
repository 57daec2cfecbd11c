// What the agents' console listens to in place of the real server's websocket, as server-sent events.

export function createFeed() {
  const listeners = new Set();
  let sequence = 0;

  /** Tells every listener that `admits` lets through; the text is made once and only if somebody listens. */
  function publish(type, data, admits = () => true) {
    if (listeners.size === 0) return;
    let frame;
    for (const listener of listeners) {
      if (!listener.everything && !admits(listener.userId)) continue;
      frame ??= `id: ${++sequence}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
      listener.write(frame);
    }
  }

  function listen(userId, write) {
    const listener = { userId, everything: !userId, write };
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  const heartbeat = setInterval(() => {
    for (const listener of listeners) listener.write(': still here\n\n');
  }, 15_000);
  heartbeat.unref();

  return {
    publish,
    listen,
    count: () => listeners.size,
    listens: (userId) => [...listeners].some((l) => l.userId === userId),
  };
}
