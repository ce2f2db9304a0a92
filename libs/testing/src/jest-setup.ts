import { SERVERS_URL, TestServers } from './servers';

/** Jest's global set-up: offers the servers of this run to its workers. */
export default async (): Promise<void> => {
  const servers = new TestServers();
  process.env[SERVERS_URL] = await servers.listen();
  (globalThis as { homeroomServers?: TestServers }).homeroomServers = servers;
};
