import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { commandOf, type CommandTarget } from './command-request';
import type { TargetSource } from './command-route';

/** The stream a command is for, and the request it came with. */
export interface Target extends CommandTarget {}

const TARGETS = Symbol('homeroom:target');

/** The target of a route's method; `undefined` where it declares none. */
export const targetSourceOf = (prototype: object, method: string): TargetSource | undefined => Reflect.getMetadata(TARGETS, prototype, method);

const inject = createParamDecorator((_: unknown, context: ExecutionContext): Target => commandOf(context.switchToHttp().getRequest()).target);

const from = (source: TargetSource): ParameterDecorator => (prototype, method, index) => {
  if (targetSourceOf(prototype, String(method))) throw new Error(`${prototype.constructor.name}.${String(method)} has two targets.`);
  Reflect.defineMetadata(TARGETS, source, prototype, method!);
  inject()(prototype, method, index);
};

/** `@Target('reportId') report: Target`: the stream named by this part of the path. */
export const Target = (param: string): ParameterDecorator => from({ from: 'param', name: param });

/**
 * `@NewTarget('reportId') report: Target`: a stream to come. Its id is this part of the path or this field of the body; where
 * the caller leaves the field out, it derives from the command id, so that a retry with the same key means the same stream.
 */
export const NewTarget = (name: string): ParameterDecorator => from({ from: 'body', name });

/** `@CountyTarget() policy: Target`: the stream of the caller's county. */
export const CountyTarget = (): ParameterDecorator => from({ from: 'county', name: 'county' });
