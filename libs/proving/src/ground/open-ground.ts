import type { JourneyStack } from '@homeroom/testing';
import type { CampaignOptions } from '../campaign';
import { Catalogue, Company, type Played } from './player';
import { Names, type Story } from './story';
import { startTwoCounties } from './two-counties';
import { wholeStory } from './whole-story';

/** What the campaigns at the edge stand on: the services, everybody, and what has been done so far. */
export interface Ground {
  readonly stack: JourneyStack;
  readonly company: Company;
  readonly played: readonly Played[];
}

/** Starts everything and plays the whole story; stops everything when the work is over. */
export const onGround = async <T>({ seed, say }: Pick<CampaignOptions, 'seed' | 'say'>, work: (ground: Ground) => Promise<T>, storyOf: (names: Names) => Story = wholeStory, changed?: Parameters<Company['play']>[1]): Promise<T> => {
  const stack = await startTwoCounties();
  const company = new Company(stack, new Catalogue(), new Names(seed));
  try {
    await company.renew();
    const played = await company.play(storyOf(company.names), changed);
    await stack.quiet();
    say(`${stack.services.join(', ')} serve two counties${stack.kafka ? '' : ' without Kafka'}; ${played.length} commands of the story played`);
    return await work({ stack, company, played });
  } finally {
    company.exchange.close();
    await stack.stop();
  }
};
