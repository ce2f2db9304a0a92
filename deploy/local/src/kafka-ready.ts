import { connect } from 'node:net';

/**
 * Metadata, version 5, no topics: a broker that lists itself has registered and left its fence, so topics can be made.
 * By hand, because the stack must start without the client library, which one file of the platform names.
 */
const request = Buffer.from([
  0, 0, 0, 15, // length of what follows
  0, 3, 0, 5, // metadata, version 5
  0, 0, 0, 1, // correlation id
  0xff, 0xff, // no client id
  0, 0, 0, 0, // no topics
  0, // create none
]);

const lengthAndIdAndThrottle = 12;

export function brokerIsReady(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    let answer = Buffer.alloc(0);
    const settle = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('connect', () => socket.write(request));
    socket.once('error', () => settle(false)).once('timeout', () => settle(false)).once('close', () => settle(false));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= lengthAndIdAndThrottle + 4) settle(answer.readInt32BE(lengthAndIdAndThrottle) > 0);
    });
  });
}
