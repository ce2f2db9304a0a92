import { existsSync, readFileSync } from 'node:fs';
import type { Account } from './accounts';
import type { CountyYear, Tour } from './county-year';
import type { StackManifest } from './stack-manifest';

/** What the table tells beside addresses and accounts. */
export interface Standing {
  clock: string | undefined;
  /** Why it runs without Kafka, and what to install. */
  missingKafka: string | undefined;
  /** What the quick verify found. */
  verified: string;
}

/** The table that a start ends with. */
export function readyTable(manifest: StackManifest, year: CountyYear, { clock, missingKafka, verified }: Standing): string {
  const services = Object.entries(manifest.services);
  return [
    '',
    'Homeroom is ready',
    '',
    ...table([
      ['service', 'address', 'documentation', 'topic'],
      ...services.map(([name, { url, topic }]) => [name, url, `${url}/docs`, manifest.kafka ? topic : '–']),
      ['issuer', manifest.issuer.url, `${manifest.issuer.url}/.well-known/openid-configuration`, ''],
      ['PostgreSQL', `127.0.0.1:${manifest.postgres.port}`, '', ''],
      ['Kafka', manifest.kafka?.brokers ?? 'not running', '', ''],
    ]),
    ...(missingKafka ? ['', `Without Kafka: ${missingKafka}`] : []),
    ...accounts(manifest),
    ...loaded(year),
    `Quick verify: ${verified}`,
    `Public keys of the logs: ${manifest.files.notary} (npm run evidence -- verify FILE --key ${manifest.files.notary})`,
    ...(clock ? [`The clock of this stack says ${clock} and runs on; the next start goes on from there.`] : []),
    ...follow(manifest, year),
    '',
    'Ctrl-C stops everything. Logs are in .homeroom/logs.',
    '',
  ].join('\n');
}

function accounts(manifest: StackManifest): string[] {
  const { files } = manifest;
  if (!existsSync(files.accounts)) return [];
  const all = JSON.parse(readFileSync(files.accounts, 'utf8')) as Account[];
  return ['', 'Accounts (npm run -s token -- <account> prints a bearer token):', ...table(all.map(({ account, says }) => [account, says]))];
}

function loaded({ events, commands, seconds }: CountyYear): string[] {
  if (events === undefined) return [];
  const by = commands === undefined ? '' : ` by ${commands.toLocaleString('en')} commands${seconds ? ` in ${Math.round(seconds)} s` : ''}`;
  return ['', `Loaded: ${events.toLocaleString('en')} events${by}. Schools, codes, people and reports are invented; the towns are real.`];
}

function follow({ services }: StackManifest, { escalated, score, coverage, scores = [] }: CountyYear): string[] {
  const curl = ({ service, path, account }: Tour): string[] => {
    const known = services[service];
    return known ? [`  curl -s -H "Authorization: Bearer $(npm run -s token -- ${account})" "${known.url}${path}"`] : [];
  };
  return [
    ...(escalated && services[escalated.service] ? ['', 'A report that escalated by itself:', ...curl(escalated)] : []),
    ...(score && services[score.service] ? [
      '', 'The scorecard of a class, its result explained down to each event, and its picture:', ...curl(score), ...curl({ ...score, path: score.explanation }), ...curl({ ...score, path: score.picture }).map((line) => `${line} > scorecard.svg`),
    ] : []),
    ...(coverage && services[coverage.service] ? ['', 'Who was reached by training on the last day of June, with the evidence and everyone who was not:', ...curl(coverage)] : []),
    ...(scores.length > 0 ? ['', 'Scorecards by other frameworks: basic and developmental combined, a lead class teacher, a school:', ...scores.flatMap(curl)] : []),
  ];
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
