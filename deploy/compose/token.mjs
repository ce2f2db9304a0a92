/**
 * Prints a bearer token of a demo account, and nothing else, so that it can stand in $(…):
 *   docker compose exec -T issuer node deploy/compose/token.mjs county-staff
 */
import { readFileSync } from 'node:fs';

const response = await fetch(`http://127.0.0.1:${process.env.PORT}/token`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'urn:homeroom:grant:local-account',
    client_id: 'homeroom-local',
    client_secret: readFileSync(process.env.LOCAL_SECRET_FILE, 'utf8').trim(),
    account: process.argv[2] ?? '',
  }),
});
const { access_token: token, error, error_description: says } = await response.json();
if (!token) {
  console.error(says ?? error);
  process.exit(1);
}
process.stdout.write(`${token}\n`);
