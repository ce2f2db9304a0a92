import { ViewTable } from '@homeroom/platform';
import { Chance } from './chance';
import { Deployment } from './deployment';
import { demand } from './story-services';
import { outsidePromises, withVirtualGlobals } from './virtual-globals';
import { type Process, type Server, World } from './world';

const process = (name: string): Process => ({ name, alive: true, paused: false, held: [], skewMs: 0 });
const server = (name: string): Server => ({ name, up: true, lostConnection: () => undefined });

describe('a process that ends', () => {
  it('over the loss of one request takes nobody else\'s with it', () => outsidePromises(() => {
    const world = new World(new Chance(1));
    const [ending, other] = [process('ending'), process('other')];
    const [lost, standing] = [server('lost'), server('standing')];
    const told: string[] = [];
    world.in(ending, () => {
      void world.ask(lost, 'first', false, () => undefined).catch(() => {
        ending.alive = false;
        world.forget(ending, () => false);
      });
      void world.ask(lost, 'second', false, () => undefined);
    });
    world.in(other, () => void world.ask(standing, 'third', false, () => 'done').then((answer) => told.push(answer)));
    world.breakConnections(lost);
    expect(world.requests.map(({ kind }) => kind)).toEqual(['third']);
    world.step();
    expect(told).toEqual(['done']);
  }));

  it('because it could not start holds no place any more', () => outsidePromises(() => {
    const world = new World(new Chance(0, []));
    withVirtualGlobals(world, () => {
      const deployment = new Deployment(world, 1, false, () => undefined);
      const starting = deployment.processesOf('orders')[0]!;
      const { db } = starting.own;
      db.lock({ of: starting, open: true, readers: [] }, [{ reader: 'view:demand:v1', table: new ViewTable(demand), keys: [] }]);
      db.up = false;
      while (starting.alive) world.step();
      expect(db.move([{ reader: 'view:demand:v1', log: db.log, place: { position: 1 }, from: 0 }])).toBeUndefined();
    });
  }));
});
