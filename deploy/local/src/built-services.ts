import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BuiltService {
  name: string;
  main: string;
}

interface Ports {
  base: number;
  /** Every part has its place in the row, whether it is there or not, so that addresses stay when services are added. */
  order: string[];
}

const ports = JSON.parse(readFileSync(join(__dirname, '..', 'ports.json'), 'utf8')) as Ports;

/** In the order of the story; a service that the order does not know comes last. */
export function builtServices(root: string): BuiltService[] {
  const folder = join(root, 'services');
  const rank = (name: string) => (ports.order.indexOf(name) + 1 || ports.order.length + 1);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .flatMap((name) => {
      const main = mainOf(join(folder, name, 'dist'));
      return main === undefined ? [] : [{ name, main }];
    })
    .sort((one, other) => rank(one.name) - rank(other.name) || one.name.localeCompare(other.name));
}

/** What `deploy/bundle.mjs` made of it; where nobody bundled, as in a copy with a planted mistake, its modules one by one. */
const mainOf = (dist: string): string | undefined => [join(dist, 'service.cjs'), join(dist, 'main.js')].find(existsSync);

/** Throws a sentence for a service without a place. */
export function portOf(name: string, base = ports.base): number {
  const place = ports.order.indexOf(name);
  if (place < 0) throw new Error(`${name} has no port: give it a place in deploy/local/ports.json.`);
  return base + place;
}
