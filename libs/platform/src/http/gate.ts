/** Whether a service takes requests. Before it has started and once it stops it says so instead. */
export class Gate {
  private state: 'starting' | 'open' | 'stopping' = 'starting';

  get opened(): boolean {
    return this.state === 'open';
  }

  get stopping(): boolean {
    return this.state === 'stopping';
  }

  open(): void {
    if (this.state === 'starting') this.state = 'open';
  }

  stop(): void {
    this.state = 'stopping';
  }
}

/** Outside the gate's opening hours. HTTP answers 503. */
export class Closed extends Error {
  override readonly name = 'Closed';
}
