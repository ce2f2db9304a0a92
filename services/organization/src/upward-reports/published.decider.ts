import type { County } from '@homeroom/contracts';
import type { Decider, StateOf } from '@homeroom/eventsourcing';
import { deadlinePolicy } from '../deadline-policies/deadline-policy.decider';
import { schoolCalendar } from '../school-calendars/school-calendar.decider';
import type { Published } from './report-clocks.model';

type Read = <D extends Decider>(of: D, id: string) => Promise<StateOf<D>>;

/** What the county, and perhaps the school, has published about deadlines and school days. */
export const publishedFor = async (read: Read, county: County, schoolId: string | undefined): Promise<Published> => ({
  policy: await read(deadlinePolicy, county),
  countyCalendar: await read(schoolCalendar, county),
  schoolCalendar: schoolId ? await read(schoolCalendar, schoolId) : schoolCalendar.initial,
});
