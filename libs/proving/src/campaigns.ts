import type { Campaign } from './campaign';
import { authorise } from './authorise/authorise';
import { crash } from './crash/crash.campaign';
import { deploy } from './deploy/deploy.campaign';
import { erase } from './erase/erase';
import { fuzz } from './fuzz/fuzz';
import { race } from './race/race.campaign';
import { simulate } from './simulate/campaign';
import { tamperCampaign } from './tamper/tamper.campaign';

/** In the order of the README. */
export const campaigns: readonly Campaign[] = [crash, race, simulate, deploy, fuzz, authorise, tamperCampaign, erase];
