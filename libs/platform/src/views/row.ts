import 'reflect-metadata';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';

/** How a row's field is stored; decides the column type and how its values travel in bulk. */
export type ColumnKind = 'text' | 'instant' | 'day' | 'whole' | 'flag' | 'ids' | 'json';

/** One field of a view's row. */
export interface RowColumn {
  readonly property: string;
  /** Column name: the property in snake_case. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly optional: boolean;
  readonly sealed: boolean;
}

export interface RowOptions {
  /** May be absent: `null` in the row and in the answer, never `undefined`. */
  readonly optional?: true;
}

export const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'text', instant: 'timestamptz', day: 'date', whole: 'integer', flag: 'boolean', ids: 'text[]', json: 'jsonb',
};

const COLUMNS = Symbol('homeroom:row-columns');

/** The fields of a row class, in the order they are written in. */
export const columnsOf = (row: object): readonly RowColumn[] => Reflect.getMetadata(COLUMNS, row) ?? [];

const snakeCase = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Rows hold instants as RFC 3339 text with milliseconds; PostgreSQL's driver hands out dates. */
const instantText = { to: (value: string | null) => value, from: (value: Date | string | null) => (value instanceof Date ? value.toISOString() : value) };

const column = (kind: ColumnKind, says: string, { optional = false as boolean }, api: ApiPropertyOptions, extra: { key?: boolean; sealed?: boolean } = {}): PropertyDecorator =>
  (target, property) => {
    const name = snakeCase(String(property));
    const row = target.constructor;
    const entry: RowColumn = { property: String(property), name, kind, optional, sealed: extra.sealed ?? false };
    Reflect.defineMetadata(COLUMNS, [...columnsOf(row), entry], row);
    const options: ColumnOptions = {
      name, type: kind === 'ids' ? 'text' : (SQL_TYPES[kind] as 'text'), array: kind === 'ids', nullable: optional,
      ...(kind === 'instant' && { transformer: instantText }),
    };
    (extra.key ? PrimaryColumn(options as object) : Column(options))(target, property);
    ApiProperty({ description: says, required: true, nullable: optional || extra.sealed || undefined, ...api } as ApiPropertyOptions)(target, property);
  };

/** The row's key: unique within a county. */
export const RowKey = (says: string): PropertyDecorator => column('text', says, {}, { type: String }, { key: true });
/** A UUID. */
export const RowId = (says: string, o: RowOptions = {}): PropertyDecorator => column('text', says, { optional: o.optional }, { type: String, format: 'uuid' });
/** A short clear text such as a code; never about a person. */
export const RowText = (says: string, o: RowOptions = {}): PropertyDecorator => column('text', says, { optional: o.optional }, { type: String });
/** Sealed in the table, opened in the answer; `null` there once its key is destroyed. */
export const RowSealed = (says: string, o: RowOptions = {}): PropertyDecorator =>
  column('text', `${says} Null once the key of its subject is destroyed.`, { optional: o.optional }, { type: String }, { sealed: true });
/** One of a closed list. */
export const RowChoice = (values: readonly string[], says: string, o: RowOptions = {}): PropertyDecorator =>
  column('text', says, { optional: o.optional }, { type: String, enum: o.optional ? [...values, null] as never : [...values] });
/** RFC 3339 in UTC with milliseconds. */
export const RowInstant = (says: string, o: RowOptions = {}): PropertyDecorator => column('instant', says, { optional: o.optional }, { type: String, format: 'date-time' });
/** A day in Asia/Shanghai, `YYYY-MM-DD`. */
export const RowDay = (says: string, o: RowOptions = {}): PropertyDecorator => column('day', says, { optional: o.optional }, { type: String, format: 'date' });
/** A whole number between -2³¹ and 2³¹ - 1. */
export const RowWhole = (says: string, o: RowOptions = {}): PropertyDecorator => column('whole', says, { optional: o.optional }, { type: 'integer' });
/** Yes or no. */
export const RowFlag = (says: string, o: RowOptions = {}): PropertyDecorator => column('flag', says, { optional: o.optional }, { type: Boolean });
/** Ids or codes in a list; empty rather than absent. */
export const RowIds = (says: string): PropertyDecorator => column('ids', says, {}, { type: [String] });
/** Plain JSON with a documented shape; `type` is a class with `@ApiProperty` fields, or such a class in an array. */
export const RowJson = (type: unknown, says: string, o: RowOptions = {}): PropertyDecorator =>
  column('json', says, { optional: o.optional }, { type: (Array.isArray(type) || typeof type === 'function' ? type : Object) as never });
