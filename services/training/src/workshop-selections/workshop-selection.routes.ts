import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { countyStaff } from '../who-may.model';
import { CloseSelection, OpenSelection, SelectParticipant } from './workshop-selection.commands';
import { workshopSelection } from './workshop-selection.decider';
import { workshopSelections } from './workshop-selections.view';

const waitsFor = [workshopSelections];

/** Selections are `<districtId>:<schoolYear>`. */
@Controller('v1/workshop-selections')
export class WorkshopSelectionRoutes {
  constructor(@InjectStream(workshopSelection) private readonly selections: EventStream<typeof workshopSelection>) {}

  @Post(':selection/open')
  @Handles(OpenSelection, { may: countyStaff, summary: 'Look for class teachers for a district\'s workshop, once a school year', waitsFor })
  openSelection(@Target('selection') selection: Target, @Body() data: OpenSelection) {
    return this.selections.handle(selection, 'OpenSelection', data);
  }

  @Post(':selection/participants')
  @Handles(SelectParticipant, { may: countyStaff, summary: 'Give somebody a place', waitsFor })
  selectParticipant(@Target('selection') selection: Target, @Body() data: SelectParticipant) {
    return this.selections.handle(selection, 'SelectParticipant', data, async (read) => ({ person: await read(staffMember, data.personId) }));
  }

  @Post(':selection/close')
  @Handles(CloseSelection, { may: countyStaff, summary: 'Settle who is selected', waitsFor })
  closeSelection(@Target('selection') selection: Target, @Body() data: CloseSelection) {
    return this.selections.handle(selection, 'CloseSelection', data);
  }
}

/** Why not, in Chinese: selections for the workshop. */
export const workshopSelectionRefusals: Refusals = {
  'not-a-selection': '遴选须以地区和学年命名。',
  'workshop-selection-not-found': '该地区本学年尚未启动遴选。',
  'workshop-selections-not-found': '该地区本学年尚未启动遴选。',
  'selection-of-the-year-exists': '该地区本学年的遴选已启动。',
  'selection-closed': '遴选已结束。',
  'selection-full': '遴选名额已满。',
};
