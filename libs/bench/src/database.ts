import { Client } from 'pg';

/** Statements one after the other on a connection of their own. @returns the rows of the last */
export const run = async (url: string, ...statements: readonly string[]): Promise<Record<string, string>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, string>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
};
