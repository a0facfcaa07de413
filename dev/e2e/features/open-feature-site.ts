import type { Environment } from '../../local-environment.ts';
import { modelVariables } from '../../model-server/model-variables.ts';
import { startModelServer } from '../../model-server/start-model-server.ts';
import { type ModelGate, openModelGate } from '../model-gate.ts';
import { buildWidget } from '../safety/build-widget.ts';
import { openSite, type Site } from '../visit.ts';

/** The whole stack for one file of these tests, with models that can be made to wait. */
export interface FeatureSite extends Site {
  gate: ModelGate;
  /** Where the widget lies as it is deployed. From its source every page would load some two hundred files. */
  widgetFolder: string;
}

/** Starts a {@link FeatureSite}. Visitors are many here, and all of them come from one address. */
export async function openFeatureSite(environment: Environment = {}): Promise<FeatureSite> {
  const models = await startModelServer({ haste: 8 });
  const gate = await openModelGate(models.url);
  const widget = await buildWidget();
  const site = await openSite({
    ...modelVariables(gate.url),
    ANONYMOUS_IP_MESSAGE_LIMIT: '1000',
    ...environment,
  });
  return {
    ...site,
    gate,
    widgetFolder: widget.folder,
    async close() {
      await site.close();
      widget.remove();
      await gate.close();
      await models.stop();
    },
  };
}
