import { hkdfSync } from 'node:crypto';
import { type Log, type NoteKey, NoteSigner, originOf } from '@homeroom/contracts';

/** Keys by log, from one or more secrets of a deployment: no two logs sign with the same key. */
export class NotaryKeys {
  /** @param secrets 32 bytes each; the first one signs, checkpoints signed under the others are still known */
  constructor(private readonly secrets: readonly Buffer[]) {}

  signer(log: Log): NoteSigner {
    return signerOf(this.secrets[0]!, originOf(log));
  }

  keys(log: Log): NoteKey[] {
    return this.secrets.map((secret) => signerOf(secret, originOf(log)).key);
  }
}

const signerOf = (secret: Buffer, origin: string): NoteSigner => new NoteSigner(origin, Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `homeroom notary v1 ${origin}`, 32)));
