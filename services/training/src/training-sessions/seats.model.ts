import type { Instant, TrainingSessionEvent, Uuid } from '@homeroom/contracts';

/** One person's enrolment. `place` is the order of asking, which an approval that takes its time does not change. */
export interface Enrolment { readonly place: number; readonly status: 'requested' | 'booked' | 'waitlisted' | 'declined' | 'cancelled' }

/** Who asked, who has a seat, who waits. */
export interface Seats {
  readonly capacity: number;
  /** How many ever asked: the next place is one more. */
  readonly asked: number;
  readonly enrolments: { readonly [personId: Uuid]: Enrolment };
}

/** What every fact about one person's enrolment repeats. */
interface Told { readonly sessionId: Uuid; readonly schoolId?: Uuid; readonly at: Instant }

const all = ({ enrolments }: Seats): [Uuid, Enrolment][] => Object.entries(enrolments);

export const bookedIn = (seats: Seats): number => all(seats).filter(([, { status }]) => status === 'booked').length;

/** Somebody whose enrolment is not over: asked, waits, or has a seat. */
export const isEnrolled = ({ enrolments }: Seats, personId: Uuid): boolean => ['requested', 'waitlisted', 'booked'].includes(enrolments[personId]?.status ?? '');

const waiting = (seats: Seats): [Uuid, Enrolment][] => all(seats).filter(([, { status }]) => status === 'waitlisted').sort(([, a], [, b]) => a.place - b.place);

/** A request that counts: a seat where one is free and nobody waits for it, the queue otherwise. */
export const seatOrWait = (seats: Seats, told: Told, personId: Uuid): TrainingSessionEvent => {
  const free = bookedIn(seats) < seats.capacity && waiting(seats).length === 0;
  return free ? { type: 'SeatBooked', data: { ...told, personId } } : { type: 'EnrollmentWaitlisted', data: { ...told, personId, place: seats.enrolments[personId]!.place } };
};

/** Free seats go to those who wait, first asked first served. Who was not approved does not wait. */
export const promotions = (seats: Seats, told: Told): TrainingSessionEvent[] => waiting(seats).slice(0, Math.max(0, seats.capacity - bookedIn(seats)))
  .map(([personId, { place }]) => ({ type: 'WaitlistPromoted', data: { ...told, personId, place } }));

const moved = (seats: Seats, personId: Uuid, status: Enrolment['status'], place = seats.enrolments[personId]?.place ?? 0): Seats =>
  ({ ...seats, enrolments: { ...seats.enrolments, [personId]: { place, status } } });

/** Seats after an event; others leave them as they are. */
export const seatsAfter = (seats: Seats, { type, data }: TrainingSessionEvent): Seats => {
  switch (type) {
    case 'EnrollmentRequested': return { ...moved(seats, data.personId, 'requested', data.place), asked: data.place };
    case 'EnrollmentDeclined': return moved(seats, data.personId, 'declined');
    case 'SeatBooked': case 'WaitlistPromoted': return moved(seats, data.personId, 'booked');
    case 'EnrollmentWaitlisted': return moved(seats, data.personId, 'waitlisted');
    case 'EnrollmentCancelled': return moved(seats, data.personId, 'cancelled');
    case 'CapacityChanged': return { ...seats, capacity: data.toSeats };
    default: return seats;
  }
};
