/**
 * Passes items from one producer to one consumer. While the consumer handles one, the next is got ready and waits: no more
 * than that piles up.
 */
export class Handoff<T> implements AsyncIterable<T> {
  private item: { value: T; taken: () => void } | undefined;
  private wake: (() => void) | undefined;
  private error: unknown;
  private ended = false;

  /** Resolves when the consumer has taken the item, or takes no more. */
  give(value: T): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((taken) => {
      this.item = { value, taken };
      this.wake?.();
    });
  }

  /** The consumer gets this error instead of what it has not taken yet. */
  fail(error: unknown): void {
    this.error ??= error;
    this.end();
  }

  /** Nothing more is taken: the producer must not wait for an answer that never comes. */
  end(): void {
    this.ended = true;
    this.item?.taken();
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      if (this.ended) {
        if (this.error) throw this.error;
        return;
      }
      const item = this.item;
      this.item = undefined;
      if (item) {
        item.taken();
        yield item.value;
      } else {
        await new Promise<void>((wake) => { this.wake = wake; });
      }
    }
  }
}
