import { county, roles } from '@homeroom/local';
import { COUNTY_SETTING, type Invariant } from '@homeroom/platform';
import { clearTextIn } from '@homeroom/testing';
import { Client } from 'pg';
import type { Ground } from './ground';

/** One of the fifteen, as something that can be looked at. */
export interface Check {
  readonly invariant: Invariant;
  /** Who finds a violation, so that a reader knows where to look. */
  readonly found: 'by watching' | 'by clients' | 'by verify' | 'at the end';
  /** The full form, when faults have stopped; what the incremental form finds is in the ground already. */
  readonly check: (ground: Ground) => Promise<void>;
}

/** Violations that the services' own `verify` finds of an invariant, from log, topic and views as they stand. */
const byVerify = (invariant: Invariant) => async (ground: Ground): Promise<void> => {
  const findings = (await ground.verified()).filter((finding) => finding.invariant === invariant);
  for (const { about, check, violations } of findings) for (const each of violations) ground.breach(invariant, `${about}: ${check}: ${each}`);
};

/** Watched and told as it goes. */
const nothingMore = async (): Promise<void> => undefined;

/** The lag is 0 when every reader of every service has handled everything; the stack gives up after two minutes. */
const lagEnds = async (ground: Ground): Promise<void> => ground.stack.quiet().catch((error: Error) => ground.breach(13, error.message));

/** A stronger form: what was sealed is in clear nowhere, erased or not. Erasure itself has a campaign of its own. */
const sealedStaysSealed = async (ground: Ground): Promise<void> => {
  for (const place of await clearTextIn(ground.stack, ground.texts)) ground.breach(14, `in clear in ${place}`);
};

/** A county code that nobody has. */
const NOWHERE = '999999';

/** No row of another county is there, and one who asks as another county is shown nothing. */
const countiesApart = async (ground: Ground): Promise<void> => {
  for (const watch of ground.watches) {
    const { service } = watch.log;
    const tables = await watch.query<{ name: string }>(`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'county' order by table_name`);
    for (const { name } of tables) {
      const [{ strangers } = { strangers: 0 }] = await watch.query<{ strangers: number }>(`select count(*)::int as strangers from ${name} where county <> '${county}'`);
      if (strangers > 0) ground.breach(15, `${service}.${name} holds ${strangers} rows of other counties`);
    }
    const client = new Client({ connectionString: ground.stack.postgres.url(service, roles.app), options: `-c ${COUNTY_SETTING}=${NOWHERE}` });
    await client.connect();
    try {
      for (const { name } of tables) {
        const { rows } = await client.query<{ seen: number }>(`select count(*)::int as seen from ${name}`);
        if (rows[0]!.seen > 0) ground.breach(15, `${service}.${name} shows ${rows[0]!.seen} rows to another county`);
      }
    } finally {
      await client.end();
    }
  }
};

/** The fifteen, in their order. */
export const fifteen: readonly Check[] = [
  { invariant: 1, found: 'by watching', check: (ground) => ground.lookThrough() },
  { invariant: 2, found: 'by watching', check: byVerify(2) },
  { invariant: 3, found: 'by watching', check: nothingMore },
  { invariant: 4, found: 'by watching', check: byVerify(4) },
  { invariant: 5, found: 'by watching', check: byVerify(5) },
  { invariant: 6, found: 'by watching', check: nothingMore },
  { invariant: 7, found: 'by verify', check: byVerify(7) },
  { invariant: 8, found: 'by verify', check: byVerify(8) },
  { invariant: 9, found: 'by watching', check: byVerify(9) },
  { invariant: 10, found: 'by verify', check: byVerify(10) },
  { invariant: 11, found: 'by clients', check: nothingMore },
  { invariant: 12, found: 'by verify', check: byVerify(12) },
  { invariant: 13, found: 'at the end', check: lagEnds },
  { invariant: 14, found: 'at the end', check: sealedStaysSealed },
  { invariant: 15, found: 'at the end', check: countiesApart },
];

/** The full check of a stack whose faults have stopped: lag first, because what follows reads what is at rest. */
export const checkAll = async (ground: Ground): Promise<void> => {
  const lagFirst = fifteen.toSorted((a, b) => Number(b.invariant === 13) - Number(a.invariant === 13));
  for (const { check } of lagFirst) await check(ground);
};
