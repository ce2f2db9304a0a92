import {
  cadencePeriods, type CadencePeriod, type CadenceRule, cadenceScopes, type CadenceScope, cadenceSubjects, type CadenceSubject,
} from '@homeroom/contracts';
import { Choice, Parts, Text, Whole } from '@homeroom/platform';

/** Something is to happen so often in each such period. */
export class RuleOfCadence implements CadenceRule {
  @Choice(cadenceSubjects, 'What is to happen') subject!: CadenceSubject;
  @Text('A kind of it, such as `home-visit` or `class-work`; any kind when absent', { max: 50, pattern: /[a-z-]+/, optional: true, example: 'home-visit' }) kind?: string;
  @Choice(cadenceScopes, 'Of whom: each class, each class with a lead class teacher, each grade, each school') scope!: CadenceScope;
  @Whole('How often', { min: 1, max: 100 }) times!: number;
  @Choice(cadencePeriods, 'In each of these') period!: CadencePeriod;
}

/** Set what the county wants to be held regularly. Takes the place of all earlier rules. */
export class PublishCadencePolicy {
  @Parts(() => RuleOfCadence, 'The rules; none: nothing is asked for', { max: 60 }) rules!: RuleOfCadence[];
}
