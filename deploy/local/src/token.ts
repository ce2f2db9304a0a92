import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenFor } from './issuer-client';
import { readManifest } from './stack-manifest';

/** `npm run token -- <account>`: prints a bearer token, and nothing else, so that it can stand in `$(…)`. */
async function main(account: string): Promise<void> {
  const { issuer, files } = readManifest(join(__dirname, '..', '..', '..'));
  process.stdout.write(`${await tokenFor({ url: issuer.url, secret: readFileSync(files.secret, 'utf8').trim() }, account)}\n`);
}

main(process.argv[2] ?? '').catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
