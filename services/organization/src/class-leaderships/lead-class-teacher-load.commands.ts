import type { Uuid } from '@homeroom/contracts';
import { Id, Text } from '@homeroom/platform';

/** Let a person lead one more class in a school year than the one that is the rule. */
export class GrantLoadException {
  @Id('The further class') classId!: Uuid;
  @Text('Number of the document that approves it', { min: 1, max: 60, pattern: /^[0-9A-Za-z][0-9A-Za-z./-]*$/, example: 'CYJY-2025-017' }) approvalNo!: string;
}
