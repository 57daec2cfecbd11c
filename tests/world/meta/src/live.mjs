import { EventEmitter } from 'node:events';

/** Everybody who watches the world over server-sent events, and those inside who wait for a message. */
export class Live extends EventEmitter {
  #watchers = new Set();

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  watch(response) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
    });
    response.write('retry: 1000\n\n');
    this.#watchers.add(response);
    response.on('close', () => this.#watchers.delete(response));
  }

  tell(event, data) {
    this.emit(event, data);
    if (this.#watchers.size === 0) return;
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const watcher of this.#watchers) watcher.write(text);
  }

  close() {
    for (const watcher of this.#watchers) watcher.end();
  }
}
