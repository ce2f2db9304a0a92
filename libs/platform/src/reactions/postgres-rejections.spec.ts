import { testDatabases } from '@homeroom/testing';
import { Client } from 'pg';
import { viewPool } from '../log/connections';
import { migrate } from '../log/migrate';
import { PostgresRejections } from './postgres-rejections';

describe('a rejection', () => {
  it('is on the disk when it is recorded, other than what else readers write', async () => {
    const { app, migrator, superuser } = await testDatabases('rejections');
    await migrate(migrator, []);
    const witness = new Client({ connectionString: superuser });
    await witness.connect();
    await witness.query(`create table written_with (setting text);
      create function note_setting() returns trigger language plpgsql security definer as $$ begin insert into written_with values (current_setting('synchronous_commit')); return new; end $$;
      create trigger note_setting after insert on reaction_rejections for each row execute function note_setting()`);
    const pool = viewPool(app);
    await new PostgresRejections(pool).record({ reaction: 'order-repairs', log: { service: 'library', county: '370786' }, position: 1, target: 'repair-1', code: 'too-late' });
    expect((await witness.query('select setting from written_with')).rows).toEqual([{ setting: 'on' }]);
    await pool.end();
    await witness.end();
  });
});
