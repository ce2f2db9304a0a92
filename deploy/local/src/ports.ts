import { createServer, connect } from 'node:net';

/** Below the range that systems hand out by themselves: Linux begins at 32,768, macOS and Windows at 49,152. */
const firstPort = 10_000;
const portCount = 20_000;

/**
 * Ports that nobody listens on. None of them is one that the system would give to whoever knocks: a server that is down for
 * a moment finds its port free when it comes back.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = firstPort + Math.floor(Math.random() * portCount);
    if (await isPortFree(port)) found.add(port);
  }
  return [...found];
}

export async function isPortFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

export function answers(host: string, port: number, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: withinMs });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false)).once('timeout', () => settle(false));
  });
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
