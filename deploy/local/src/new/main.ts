import { join } from 'node:path';
import { generate, type Kind, kinds } from './generate';

const root = join(__dirname, '..', '..', '..', '..');
const USAGE = `npm run new stream reading-circle [service]
npm run new view reading-circles [service]
npm run new reaction reading-circles/end-reading-circles-of-nobody [service]

The service is training where none is named.`;

const [kind = '', name = '', service = 'training'] = process.argv.slice(2);

if (!kinds.includes(kind as Kind) || name === '') {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  try {
    const { written, extended } = generate(root, kind as Kind, name, service);
    console.log([
      ...written.map((path) => `  + ${path}`), ...extended.map((path) => `  ~ ${path}`), '',
      `Say what it means, then: npm run build && node services/${service}/dist/main.js documents && npm run check`,
    ].join('\n'));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
