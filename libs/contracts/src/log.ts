import type { County, Position } from './event';

/** The address of a log. */
export interface Log {
  readonly service: string;
  readonly county: County;
}

/** `organization/370786`: how a log is written in answers, headers and messages. */
export const logName = (log: Log): string => `${log.service}/${log.county}`;

/** `organization/370786:1042`: a place in a log; what a command's answer carries and `minPosition` takes. */
export const positionToken = (log: Log, position: Position): string => `${logName(log)}:${position}`;

/** The topic that holds every log of a service, one county in one partition; a new generation gets a new topic. */
export const topicOf = (service: string, generation = 1): string => (generation === 1 ? `${service}.events` : `${service}.events.g${generation}`);

/** How many partitions every topic has, forever: a county's partition is a function of it. */
export const PARTITIONS = 12;

/** The partition of a county: FNV-1a (32 bit) of its code, modulo {@link PARTITIONS}. Ours, so that every client in any language agrees. */
export const partitionOf = (county: County, partitions = PARTITIONS): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < county.length; i++) hash = Math.imul(hash ^ county.charCodeAt(i), 0x01000193) >>> 0;
  return hash % partitions;
};
