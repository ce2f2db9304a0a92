import 'reflect-metadata';
import { bodyAs, commandRouteOf, type Shape } from '@homeroom/platform';
import { evaluation } from '../../../services/evaluation/src/evaluation.module';
import { organization } from '../../../services/organization/src/organization.module';
import { resources } from '../../../services/resources/src/resources.module';
import { training } from '../../../services/training/src/training.module';
import { idempotencyKeyOf, pathOf, ROUTES } from './commands';
import { yearOf } from './year';

/** A command's route as its service declares it. */
interface Declared { readonly service: string; readonly path: string; readonly command: Shape }

const METHODS = Object.fromEntries([organization, resources, training, evaluation].flatMap(({ name: service, routes }) => routes.flatMap((controller) =>
  Object.getOwnPropertyNames(controller.prototype).flatMap((name): [string, Declared][] => {
    const method = (controller.prototype as Record<string, object>)[name]!;
    const route = typeof method === 'function' ? commandRouteOf(method) : undefined;
    if (!route) return [];
    const path = [Reflect.getMetadata('path', controller), Reflect.getMetadata('path', method)].filter((part) => part !== '/').join('/');
    return [[name[0]!.toUpperCase() + name.slice(1), { service, path: `/${path}`, command: route.command }]];
  }))));

describe('the commands of the year', () => {
  it('are asked where the services take them', () => {
    for (const [operation, [service, path]] of Object.entries(ROUTES)) expect({ operation, service, path }).toEqual({ operation, service: METHODS[operation]?.service, path: METHODS[operation]?.path });
  });

  it('have the shape that the services ask for', () => {
    for (const { operation, body: planned, token } of yearOf(2, 'shapes').commands) {
      const body = token === undefined ? planned : { token: 'x'.repeat(22), ...planned };
      try {
        bodyAs(METHODS[operation]!.command, body);
      } catch (error) {
        throw new Error(`${operation} ${JSON.stringify(body)}: ${JSON.stringify((error as { faults?: unknown }).faults ?? String(error))}`);
      }
    }
  });

  it('use every route that they name, in a county of nine', () => {
    const { commands } = yearOf();
    expect(new Set(commands.map(({ operation }) => operation))).toEqual(new Set(Object.keys(ROUTES)));
  });

  it('have each a key of its own, as the services take it', () => {
    const { commands } = yearOf();
    const keys = commands.map((command) => `${command.by} ${idempotencyKeyOf(command)}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const command of commands) {
      expect(idempotencyKeyOf(command)).toMatch(/^[\x21-\x7e]{1,200}$/);
      expect(pathOf(command)).not.toMatch(/undefined|\/:[a-z]/);
    }
  });
});

