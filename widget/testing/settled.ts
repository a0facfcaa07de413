import { nextFrame, waitUntil } from '@open-wc/testing';
import { deepElements } from './by-role.ts';

const isMoving = (animation: Animation): boolean =>
  animation.playState === 'running' &&
  animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;

/** Resolves when everything that moves towards an end has arrived there; what breathes for ever is not waited for. */
export async function settled(root: HTMLElement): Promise<void> {
  // A transition begins with the frame after the change.
  await nextFrame();
  await nextFrame();
  const all = (): Element[] => [...deepElements(root.shadowRoot ?? root)];
  await waitUntil(() => !all().some((element) => element.getAnimations().some(isMoving)), 'nothing moves');
}
