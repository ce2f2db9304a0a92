import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { catalogue, type Event, published } from '@homeroom/contracts';
import { decider } from '@homeroom/eventsourcing';
import { startApi } from '@homeroom/testing';
import { service } from '../service/service';
import { type EventStream, InjectStream } from './event-stream';
import { Text } from './fields';
import { Handles } from './handles';
import { Reads } from './reads';
import { Target } from './target';

class Say {
  @Text('A word') word!: string;
}
class Row {}

const anyone = () => true;
const shout = decider<object, Event>()('shout', { initial: {}, decide: { Say: () => [{ type: 'Said', data: {} }] }, evolve: (state) => state });
const echo = (routes: new (...args: never[]) => object) => service({ name: 'echo', events: catalogue<Event<'Said'>>()('echo', { Said: published('shout') }), streams: [shout], routes: [routes] });

/** What `import type { Say }` leaves of a parameter's type at run time. */
const erased = (target: object, method: string): void => {
  const types = Reflect.getMetadata('design:paramtypes', target, method) as unknown[];
  Reflect.defineMetadata('design:paramtypes', types.map((type) => (type === Say ? Object : type)), target, method);
};

describe('@Handles', () => {
  const declare = (decorate: (target: object, method: string, descriptor: PropertyDescriptor) => void, prepare: (prototype: object) => void) => {
    class Routes { say(_: unknown, __: Say) { return undefined; } }
    prepare(Routes.prototype);
    Reflect.defineMetadata('design:paramtypes', [Object, Say], Routes.prototype, 'say');
    return () => decorate(Routes.prototype, 'say', Object.getOwnPropertyDescriptor(Routes.prototype, 'say')!);
  };
  const handles = Handles(Say, { may: anyone, summary: 'Say' }) as never;
  const parts = (prototype: object) => {
    Target('shoutId')(prototype, 'say', 0);
    Body()(prototype, 'say', 1);
  };

  it('takes a method whose parameters say what the command is', () => {
    expect(declare(handles, parts)).not.toThrow();
  });

  it('throws at the start when the command\'s class was imported as a type', () => {
    const decorate = declare((target, method, descriptor) => {
      erased(target, method);
      (handles as MethodDecorator)(target, method, descriptor);
    }, parts);
    expect(decorate).toThrow('Routes.say: the class of its body is not there at run time. Import it as a value, not with `import type`.');
  });

  it('throws for another class, no body, a part of the body, no target, two targets', () => {
    const other = Handles(class Shout {}, { may: anyone, summary: 'x' }) as never;
    expect(declare(other, parts)).toThrow('handles Shout but takes no @Body() of that class');
    expect(declare(handles, (p) => Target('shoutId')(p, 'say', 0))).toThrow('takes no @Body()');
    expect(declare(handles, (p) => Body('word')(p, 'say', 1))).toThrow('take the body as a whole');
    expect(declare(handles, (p) => Body()(p, 'say', 1))).toThrow('has no target');
    expect(() => { class R { say() { return undefined; } } Target('a')(R.prototype, 'say', 0); Target('b')(R.prototype, 'say', 1); }).toThrow('two targets');
  });
});

describe('@Reads', () => {
  it('throws at the start when the query\'s class was imported as a type', () => {
    expect(() => {
      class Queries { all(_: unknown) { return []; } }
      Query()(Queries.prototype, 'all', 0);
      Reflect.defineMetadata('design:paramtypes', [Object], Queries.prototype, 'all');
      (Reads(Row, { may: anyone, summary: 'x', of: [] }) as MethodDecorator)(Queries.prototype, 'all', Object.getOwnPropertyDescriptor(Queries.prototype, 'all')!);
    }).toThrow('the class of its query is not there at run time');
  });
});

describe('a service', () => {
  it('does not start with a method that says nobody who may', async () => {
    @Controller('v1/echo')
    class Open {
      @Get() all() { return []; }
    }
    await expect(startApi(echo(Open))).rejects.toThrow('Open.all has neither @Handles nor @Reads');
  });

  it('does not start with an address outside v1', async () => {
    @Controller('echo')
    class Elsewhere {}
    await expect(startApi(echo(Elsewhere))).rejects.toThrow('does not begin with v1');
  });

  it('tells a route that hands over two commands', async () => {
    @Controller('v1/echo')
    class Twice {
      constructor(@InjectStream(shout) private readonly shouts: EventStream<typeof shout>) {}

      @Post(':shoutId')
      @Handles(Say, { may: anyone, summary: 'Say twice' })
      async sayTwice(@Target('shoutId') target: Target, @Body() data: Say) {
        await this.shouts.handle(target, 'Say', data);
        return this.shouts.handle(target, 'Say', data);
      }
    }
    const api = await startApi(echo(Twice));
    const { status, body } = await api.as({}).post('/v1/echo/01990a2c-7a10-7000-8000-000000000001', { word: 'a' });
    expect([status, body.code, JSON.stringify(body)]).toEqual([500, 'internal', expect.not.stringContaining('sayTwice')]);
    expect(api.logged.join('')).toContain('hands over two commands in one request');
    await api.close();
  });

  it('is refused with a name that stands twice, or events it does not know', () => {
    class None {}
    expect(() => service({ ...echo(None), streams: [shout, shout] })).toThrow('streams has shout twice');
    expect(() => service({ ...echo(None), name: 'other' })).toThrow('catalogue of echo');
    expect(() => service({ ...echo(None), reactions: [{ name: 'r', from: 'head', on: { Unheard: () => [] } }] })).toThrow('r reads Unheard');
  });
});
