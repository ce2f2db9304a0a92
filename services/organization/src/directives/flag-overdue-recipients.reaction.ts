import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { directive } from './directive.decider';
import { directiveReceipt } from './directive-receipt.decider';
import { directiveMatrix } from './directive-matrix.view';

/**
 * A due time of a directive has passed: everyone who still owes this step is flagged. The rows only spare commands that
 * would decide nothing; whether somebody is late is decided on that recipient's own stream.
 */
export const flagOverdueRecipients = reaction<OrganizationEvent>()('flag-overdue-recipients', { from: 'start', on: {
  DirectiveDeadlineElapsed: async ({ data: { directiveId, deadlineId, stage } }, ask) => {
    const rows = await ask.rows(directiveMatrix, { directiveId, ...(stage === 'acknowledge' ? { acknowledgeDeadlineId: deadlineId } : { reportDeadlineId: deadlineId }) });
    const owing = rows.filter(({ status }) => status === 'addressed' || status === 'delivered' || (stage === 'report' && status === 'acknowledged'));
    return owing.map(({ receipt }) => follow(directiveReceipt, receipt, 'FlagDirectiveOverdue', { deadlineId }, async (read) => ({ directive: await read(directive, directiveId) })));
  },
} });
