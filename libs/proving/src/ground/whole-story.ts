import { classLifeStory } from './class-life-story';
import { collaborationStory } from './collaboration-story';
import { evaluationStory } from './evaluation-story';
import { researchStory } from './research-story';
import { schoolStory } from './school-story';
import { setupStory } from './setup-story';
import { later, type Names, type Story } from './story';
import { trainingStory } from './training-story';

/** 09:00 in Shanghai on the first Monday of the school year. */
const BEGINS_AT = '2025-09-08T01:00:00.000Z';

/** Every command of every service at least once, each by who may, when it may: a school year in four hundred requests. */
export const wholeStory = (names: Names): Story => [
  later(BEGINS_AT), ...setupStory(names), ...schoolStory(names), ...collaborationStory(names), ...classLifeStory(names), ...trainingStory(names), ...researchStory(names), ...evaluationStory(names),
];
