/**
 * Whether a service takes requests. Before it has started it says so instead. While it leaves it is no longer ready, and
 * still answers who comes: each answer closes its connection, so that the next request finds another process.
 */
export class Gate {
  private state: 'starting' | 'open' | 'leaving' = 'starting';

  /** Whether new requests should be sent here. */
  get opened(): boolean {
    return this.state === 'open';
  }

  /** Whether a request that came is answered. */
  get admits(): boolean {
    return this.state !== 'starting';
  }

  get leaving(): boolean {
    return this.state === 'leaving';
  }

  open(): void {
    if (this.state === 'starting') this.state = 'open';
  }

  leave(): void {
    this.state = 'leaving';
  }
}

/** Before the gate's opening. HTTP answers 503. */
export class Closed extends Error {
  override readonly name = 'Closed';
}
