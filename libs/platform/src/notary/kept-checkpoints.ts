import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log, NoteKey } from '@homeroom/contracts';

/**
 * The last checkpoint of each log, in a folder outside the database: who restores or rewrites the database does not take
 * back what was signed. Beside it stand the log's public keys, for whoever checks.
 */
export class KeptCheckpoints {
  constructor(private readonly folder: string) {}

  read(log: Log): string | undefined {
    return this.text(log, 'checkpoint');
  }

  /** The whole note or the one before: never half of one. */
  async write(log: Log, note: string): Promise<void> {
    await this.replace(log, 'checkpoint', note);
  }

  /** One a line, the one that signs first. */
  vkeys(log: Log): string[] {
    return (this.text(log, 'vkey') ?? '').split('\n').filter(Boolean);
  }

  async publish(log: Log, keys: readonly NoteKey[]): Promise<void> {
    await this.replace(log, 'vkey', keys.map(({ vkey }) => `${vkey}\n`).join(''));
  }

  private text(log: Log, kind: string): string | undefined {
    return existsSync(this.file(log, kind)) ? readFileSync(this.file(log, kind), 'utf8') : undefined;
  }

  private async replace(log: Log, kind: string, text: string): Promise<void> {
    const draft = `${this.file(log, kind)}.${process.pid}`;
    await writeFile(draft, text);
    await rename(draft, this.file(log, kind));
  }

  private file({ service, county }: Log, kind: string): string {
    return join(this.folder, `${service}-${county}.${kind}`);
  }
}
