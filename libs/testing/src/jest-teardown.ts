import type { TestServers } from './servers';

export default async (): Promise<void> => {
  await (globalThis as { homeroomServers?: TestServers }).homeroomServers?.stop();
};
