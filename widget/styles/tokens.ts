import { launcherTokens } from './launcher-tokens.ts';
import { panelTokens } from './panel-tokens.ts';

/** All private tokens (`--_…`), for whoever needs the launcher's and the panel's at once. */
export const tokens = [launcherTokens, panelTokens];
