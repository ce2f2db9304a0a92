import type { WorkshopSelectionEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { workshopSelection } from './workshop-selection.decider';
import { workshopSelections } from './workshop-selections.view';

const districtId = '018f6b1e-0000-7000-8000-00000000b000';
const id = `${districtId}:2025-2026`;
const by = someone.personId;
const of = { selectionId: id, districtId, schoolYear: '2025-2026', at: someTime };
const opened: WorkshopSelectionEvent = { type: 'SelectionOpened', data: { ...of, places: 1, openedBy: by } };
const selected: WorkshopSelectionEvent = { type: 'ParticipantSelected', data: { ...of, personId: 'ann', schoolId: 'school', selectedBy: by } };
const closed: WorkshopSelectionEvent = { type: 'SelectionClosed', data: { ...of, participantIds: ['ann'], closedBy: by } };

describe('a selection for the workshop', () => {
  it('is held once a school year in a district', () => {
    given(workshopSelection).when('OpenSelection', { places: 1 }, { id }).then(opened);
    given(workshopSelection, opened).when('OpenSelection', { places: 1 }, { id }).then();
    given(workshopSelection, opened, selected, closed).when('OpenSelection', { places: 2 }, { id }).rejected('selection-of-the-year-exists');
  });
  it('is of a school year', () => {
    given(workshopSelection).when('OpenSelection', { places: 1 }, { id: `${districtId}:2025-2027` }).rejected('not-a-selection');
    given(workshopSelection).when('OpenSelection', { places: 1 }, { id: districtId }).rejected('not-a-selection');
  });
  it('gives each place once, to who works in a school', () => {
    const select = (personId: string, schoolId: string | undefined, ...events: WorkshopSelectionEvent[]) =>
      given(workshopSelection, ...events).when('SelectParticipant', { personId }, { id, facts: { person: { schoolId, subjects: [] } } });
    select('ann', 'school', opened).then(selected);
    select('ann', 'school', opened, selected).then();
    select('bo', 'school', opened, selected).rejected('selection-full');
    select('bo', undefined, opened).rejected('person-not-found');
    select('bo', 'school', opened, selected, closed).rejected('selection-closed');
    select('bo', 'school').rejected('workshop-selection-not-found');
  });
  it('is settled in the end', () => {
    given(workshopSelection, opened, selected).when('CloseSelection', {}, { id }).then(closed);
    given(workshopSelection, opened, selected, closed).when('CloseSelection', {}, { id }).then();
  });
  it('is shown with who is selected', () => expect([...foldAll(workshopSelections, recorded([opened, selected, closed])).values()]).toMatchObject([{ status: 'closed', participantIds: ['ann'], streamVersion: 3 }]));
});
