import type { Instant, LocalDate, MeetingEvent, MeetingKind, MeetingScope, OfMeeting, OrgLevel, Stage, Uuid } from '@homeroom/contracts';

export interface ActionItem {
  readonly actionItemId: string;
  readonly ownerId: Uuid;
  readonly dueOn: LocalDate;
  readonly done: boolean;
}

export interface Meeting {
  readonly status: 'scheduled' | 'held' | 'cancelled';
  /** What every event of the meeting repeats. */
  readonly of: Omit<OfMeeting, 'at'>;
  readonly startsAt: Instant;
  readonly chairId: Uuid;
  readonly scheduledBy: Uuid;
  readonly invited: readonly Uuid[];
  readonly attended: readonly Uuid[];
  readonly excused: readonly Uuid[];
  /** How many wordings of the minutes there are; the first one is the proof that the meeting was held. */
  readonly minutes: number;
  readonly decisions: number;
  readonly actionItems: readonly ActionItem[];
}

export type MeetingState = { readonly status: 'none' } | Meeting;

/** Units that each kind of meeting is of; none for meetings of a class. */
const UNITS: Readonly<Record<MeetingKind, readonly OrgLevel[]>> = {
  grade: ['grade', 'school'], group: ['education-group'], 'class-work': [], 'joint-group': [], 'party-administration': ['school'], joint: ['county', 'town', 'school'],
};

export const isOfClass = (kind: MeetingKind): boolean => UNITS[kind].length === 0;
export const mayBeOf = (kind: MeetingKind, level: OrgLevel): boolean => UNITS[kind].includes(level);

/** A unit or class, as far as a meeting needs it. */
export interface Place {
  readonly scope: MeetingScope;
  readonly scopeId: Uuid;
  readonly schoolId?: Uuid | undefined;
  readonly stage?: Stage | undefined;
  readonly grade?: number | undefined;
}

/** The meeting after this event. */
export const afterwards = (state: MeetingState, { type, data }: MeetingEvent): MeetingState => {
  if (type === 'MeetingScheduled') {
    const { at: _at, startsAt, chairId, invitedPersonIds, agenda: _agenda, scheduledBy, ...of } = data;
    return { status: 'scheduled', of, startsAt, chairId, scheduledBy, invited: invitedPersonIds, attended: [], excused: [], minutes: 0, decisions: 0, actionItems: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'MeetingAttendanceRecorded': return { ...state, attended: data.attendedPersonIds, excused: data.excusedPersonIds };
    case 'MeetingMinutesRecorded': return { ...state, status: 'held', minutes: data.edition };
    case 'DecisionRecorded': return { ...state, decisions: state.decisions + 1 };
    case 'ActionItemRaised': {
      const { actionItemId, ownerId, dueOn } = data;
      return { ...state, actionItems: [...state.actionItems, { actionItemId, ownerId, dueOn, done: false }] };
    }
    case 'ActionItemCompleted': return { ...state, actionItems: state.actionItems.map((each) => (each.actionItemId === data.actionItemId ? { ...each, done: true } : each)) };
    case 'MeetingCancelled': return { ...state, status: 'cancelled' };
  }
};
