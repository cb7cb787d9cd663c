import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { duration } from '../output/time.ts';
import { type Group, problemOf } from './quarantined.ts';
import { cut, showWhatToDo } from './show-dead-letters.ts';

/** The copies in quarantine by reason, tenant and sender, with an example each and what to do. */
export function showQuarantine(groups: readonly Group[], out: Output, now: number): void {
  out.line(
    table(
      groups,
      [
        { title: 'copies', cell: ({ count }) => String(count) },
        { title: 'reason', cell: ({ reason }) => printable(reason) },
        { title: 'tenant', cell: ({ tenant = '-' }) => printable(tenant) },
        { title: 'sender', cell: ({ sender }) => printable(sender) },
        { title: 'latest', cell: ({ lastMs }) => `${duration(now - lastMs)} ago` },
      ],
      out,
    ),
  );
  for (const group of groups) showWhatToDo(aboutGroup(group), out);
}

function aboutGroup(group: Group): string[] {
  const { reason, tenant, sender, example } = group;
  const problem = reason === 'INVALID_REQUEST' ? problemOf(example) : undefined;
  const body = cut(example.body);
  return [
    `${reason} of ${sender}${tenant === undefined ? ', which is no tenant' : ` (${tenant})`}, such as ${example.id}:`,
    `  ${body}`,
    ...(problem === undefined ? [] : [`  wrong: ${cut(problem)}`]),
    ...(DO[reason]?.(group) ?? []),
    '  Is that done? Then delete them:',
    `  dxm quarantine clear --reason ${reason} --sender ${sender}`,
  ];
}

const DO: Record<string, (group: Group) => string[]> = {
  INVALID_REQUEST: ({ tenant }) =>
    tenant === undefined
      ? ['  do: find out who it is, as for UNKNOWN_SENDER; it was answered, and nothing waits for it']
      : [
          `  do: inform ${tenant}: the event that answered it names no tenant. It sends a corrected request under a new id`,
        ],
  UNKNOWN_SENDER: () => [
    '  do: compare the sender with those of the tenants file. A role that was made again has a new id: register it, and have it sent again. If you do not know it, find it in CloudTrail, and take it off the principals',
  ],
};
