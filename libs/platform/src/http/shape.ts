import 'reflect-metadata';

/** A class whose fields carry the decorators of `fields.ts`. */
export type Shape<T extends object = object> = new () => T;

/** What a field decorator leaves behind for the edge: how a query string becomes a value, and what is to be sealed. */
export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'whole' | 'flag' | 'part';
  readonly list: boolean;
  readonly part?: () => Shape;
  /** Sealed before the decider sees it: under the key of the target stream, or of the id in the field `of`. */
  readonly sealed?: { readonly of?: string };
}

const FIELDS = Symbol('homeroom:fields');

/** The fields of a class, inherited ones first. */
export const fieldsOf = (shape: object): readonly Field[] => Reflect.getMetadata(FIELDS, shape) ?? [];

export const addField = (shape: object, field: Field): void => Reflect.defineMetadata(FIELDS, [...fieldsOf(shape), field], shape);
