import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '@homeroom/testing';
import { TcpProxy } from './tcp-proxy';

let echo: Server;
let proxy: TcpProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => { socket.on('error', () => undefined); socket.pipe(socket); }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.before((echo.address() as { port: number }).port);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
});

const client = async (): Promise<{ socket: Socket; got: () => string; ended: Promise<string> }> => {
  const socket = connect({ host: '127.0.0.1', port: proxy.own });
  sockets.push(socket);
  let got = '';
  socket.on('data', (chunk) => { got += chunk.toString(); });
  const ended = new Promise<string>((resolve) => { socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code!)).once('close', () => resolve('closed')); });
  await once(socket, 'connect').catch(() => undefined);
  return { socket, got: () => got, ended };
};

describe('a proxy between client and server', () => {
  it('passes every byte, also of large writes', async () => {
    const { socket, got } = await client();
    socket.write('x'.repeat(1_000_000));
    await eventually(() => expect(got().length).toBe(1_000_000));
  });

  it('cuts connections as a reset, and lets new ones through', async () => {
    const { socket, got, ended } = await client();
    socket.write('a');
    await eventually(() => expect(got()).toBe('a'));
    expect(proxy.cut()).toBe(1);
    expect(await ended).toBe('ECONNRESET');
    const again = await client();
    again.socket.write('b');
    await eventually(() => expect(again.got()).toBe('b'));
  });

  it('refuses until it is healed', async () => {
    proxy.refuse();
    expect(await (await client()).ended).toBe('ECONNRESET');
    proxy.heal();
    const { socket, got } = await client();
    socket.write('a');
    await eventually(() => expect(got()).toBe('a'));
  });

  it('holds what is sent while it is frozen, and gives it in order afterwards', async () => {
    const { socket, got } = await client();
    socket.write('0');
    await eventually(() => expect(got()).toBe('0'));
    proxy.freeze();
    socket.write('1');
    const other = await client();
    other.socket.write('2');
    expect([got(), other.got()]).toEqual(['0', '']);
    proxy.heal();
    socket.write('3');
    await eventually(() => expect([got(), other.got()]).toEqual(['013', '2']));
  });

  it('lets little through at a time where it is throttled', async () => {
    proxy.throttle(5_000);
    const { socket, got } = await client();
    socket.write('x'.repeat(1_000));
    await eventually(() => expect(got().length).toBeGreaterThan(0));
    expect(got().length).toBeLessThan(1_000);
    await eventually(() => expect(got().length).toBe(1_000));
  });
});
