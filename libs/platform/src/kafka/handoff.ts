/** Passes items from one producer to one consumer: the producer waits until its item has been handled, so nothing piles up. */
export class Handoff<T> implements AsyncIterable<T> {
  private item: { value: T; handled: () => void } | undefined;
  private wake: (() => void) | undefined;
  private error: unknown;
  private ended = false;

  /** Resolves when the consumer asks for the next item, or no more. */
  give(value: T): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((handled) => {
      this.item = { value, handled };
      this.wake?.();
    });
  }

  /** The consumer gets this error after the items it was given. */
  fail(error: unknown): void {
    this.error ??= error;
    this.end();
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const item = this.item;
      this.item = undefined;
      if (this.ended) {
        item?.handled();
        if (this.error) throw this.error;
        return;
      }
      if (item) {
        // Also when the consumer leaves while it holds the item: the producer must not wait for an answer that never comes.
        try {
          yield item.value;
        } finally {
          item.handled();
        }
      } else {
        await new Promise<void>((wake) => { this.wake = wake; });
      }
    }
  }
}
