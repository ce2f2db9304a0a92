/** A service as the stack sees one: migrate, topics, serve, end on SIGTERM. Says what it was told in its /environment. */
const { createServer } = require('node:http');

const { PORT, HOST, FAKE_FAILS } = process.env;
const command = process.argv[2];

if (FAKE_FAILS === (command ?? 'serve')) {
  console.error(JSON.stringify({ level: 60, msg: 'The fake was told to fail', err: { message: `at ${FAKE_FAILS}` } }));
  process.exit(1);
}
if (command) {
  console.log(`${command} done as ${process.env.MIGRATOR_DATABASE_URL ? 'migrator' : 'app'}`);
  process.exit(0);
}
let clock = { at: '2025-08-31T16:00:00.000Z', run: false };
let due = '2025-08-31T16:00:01.000Z';
const answers = {
  '/environment': () => process.env,
  '/health/ready': () => ({ status: 'ok', info: { service: { clock: clock.at } } }),
  '/local/clock': (body) => (clock = body),
  '/local/next': () => ({ next: due }),
  '/local/fire': ({ until }) => {
    console.log(`fired what was due at ${due}`);
    due = null;
    return { fired: 1, until };
  },
  '/state': () => ({ clock, due }),
};
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answers[request.url](body && JSON.parse(body))));
});
server.listen(Number(PORT), HOST);
process.once('SIGTERM', () => {
  console.log('stopped in order');
  process.exit(0);
});
