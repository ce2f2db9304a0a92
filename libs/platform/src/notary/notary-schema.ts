import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fenceByCounty, ROLES } from '../log/log-schema';

const TABLES = [
  // hashes are noise: storing them plain saves looking for what could be compressed
  `create table tree_tiles (county text collate "C" not null, level smallint not null, index bigint not null, hashes bytea storage external not null, primary key (county, level, index))`,
  // of each 256 records the last checkpoint that was signed: a log that grows by single events keeps no row for each
  `create table tree_checkpoints (county text collate "C" not null, block bigint not null, size bigint not null, note text not null, primary key (county, block))`,
];

/** A log's Merkle tree as tiles, and its signed checkpoints. */
export class CreateTree1764201600000 implements MigrationInterface {
  readonly name = 'CreateTree1764201600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...['tree_tiles', 'tree_checkpoints'].flatMap(fenceByCounty), `grant select, insert, update on tree_tiles, tree_checkpoints to ${ROLES.app}`]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tree_tiles, tree_checkpoints');
  }
}
