import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from './message.ts';
import { siblingsOn, visibleBranch } from './visible-branch.ts';

function message(id: string, parentId: string | null, role: Message['role']): Message {
  return {
    ...{ id, parentId, role, content: id, status: 'complete', finishReason: null },
    ...{ providerId: null, promptId: null, usage: null, createdAt: '2026-11-01T10:00:00.000Z' },
  };
}

/** Any chat: each message follows one that was written before it, or none. */
const trees = fc.array(fc.nat(), { minLength: 1, maxLength: 30 }).map((picks) => {
  const messages: Message[] = [];
  for (const [index, pick] of picks.entries()) {
    const parent = messages[pick % (index + 1)];
    const role = parent?.role === 'user' ? 'assistant' : 'user';
    messages.push(message(String(index), parent?.id ?? null, role));
  }
  return messages;
});
const isAbove = (messages: readonly Message[], above: string, below: string): boolean => {
  const parentId = messages.find(({ id }) => id === below)?.parentId;
  return below === above || (parentId != null && isAbove(messages, above, parentId));
};

describe('the visible branch', () => {
  it('is a path from a first message to the newest one, whatever the tree', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        const branch = visibleBranch(messages);
        expect(branch.at(-1)).toBe(messages.at(-1));
        expect(branch.map(({ parentId }) => parentId)).toEqual([
          null,
          ...branch.slice(0, -1).map(({ id }) => id),
        ]);
      }),
    );
  });

  it('leads through any message, on to the newest that follows it', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        for (const { id } of messages) {
          const branch = visibleBranch(messages, id);
          expect(branch.map((one) => one.id)).toContain(id);
          expect(branch.at(-1)).toBe(messages.findLast((one) => isAbove(messages, id, one.id)));
        }
      }),
    );
  });

  it('is the newest for a message that nobody knows, and has an end where parents go in a circle', () => {
    const circle = [message('a', 'b', 'user'), message('b', 'a', 'assistant')];
    expect(visibleBranch(circle).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(visibleBranch(circle, 'a').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(visibleBranch(circle, 'c')).toEqual(visibleBranch(circle));
    expect(visibleBranch([])).toEqual([]);
  });

  it('leaves out what was said to the model alone', () => {
    const [hidden, asked] = [message('s', null, 'system'), message('u', 's', 'user')];
    expect(visibleBranch([hidden, asked])).toEqual([asked]);
  });
});

describe('the siblings on a branch', () => {
  it('are all with the same parent and role, oldest first, and only where there are several', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        for (const { id } of messages) {
          const branch = visibleBranch(messages, id);
          const siblings = siblingsOn(branch, messages);
          for (const one of branch) {
            const same = messages.filter(
              ({ parentId, role }) => parentId === one.parentId && role === one.role,
            );
            expect(siblings.get(one.id)).toEqual(same.length > 1 ? same.map((other) => other.id) : undefined);
          }
          expect([...siblings.keys()].every((key) => branch.some((one) => one.id === key))).toBe(true);
        }
      }),
    );
  });

  it('lead back: whoever goes to a sibling finds the same ones there', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        for (const ids of siblingsOn(visibleBranch(messages), messages).values())
          for (const id of ids)
            expect(siblingsOn(visibleBranch(messages, id), messages).get(id)).toEqual(ids);
      }),
    );
  });
});
