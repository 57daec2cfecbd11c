/** Work that shares a key runs one after the other; work of different keys runs side by side. */
export class OneAtATime {
  private readonly tails = new Map<string, Promise<unknown>>();

  public isRunning(key: string): boolean {
    return this.tails.has(key);
  }

  public async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === mine) this.tails.delete(key);
    }
  }
}
