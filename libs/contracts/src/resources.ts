import { catalogue } from './catalogue';
import { type SupportRequestEvent, supportRequestEvents } from './resources/support-request';

export * from './resources/support-request';

/** Everything that resources records, in the order of the story. */
export type ResourcesEvent = SupportRequestEvent;

export const resourcesEvents = catalogue<ResourcesEvent>()('resources', { ...supportRequestEvents });
