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
  for (const group of groups) showWhatToDo(aboutGroup(group, knownAs(group, groups)), out);
}

/** Of which tenant the sender was in other copies: it has sent to the queue of another one. */
function knownAs({ sender, tenant }: Group, groups: readonly Group[]): string | undefined {
  return tenant ?? groups.find((one) => one.sender === sender && one.tenant !== undefined)?.tenant;
}

function aboutGroup(group: Group, known: string | undefined): string[] {
  const { reason, tenant, sender, example } = group;
  const problem = reason === 'INVALID_REQUEST' ? problemOf(example) : undefined;
  const body = cut(example.body);
  return [
    `${reason} of ${sender}${tenant === undefined ? ', which is no tenant of the queue that it sent to' : ` (${tenant})`}, such as ${example.id}:`,
    `  ${body}`,
    ...(problem === undefined ? [] : [`  wrong: ${cut(problem)}`]),
    ...(DO[reason]?.(group, known) ?? []),
    '  Is that done? Then delete them:',
    `  dxm quarantine clear --reason ${reason} --sender ${sender}`,
  ];
}

const DO: Record<string, (group: Group, known: string | undefined) => string[]> = {
  INVALID_REQUEST: ({ tenant }) =>
    tenant === undefined
      ? ['  do: find out who it is, as for UNKNOWN_SENDER; it was answered, and nothing waits for it']
      : [
          `  do: inform ${tenant}: the event that answered it names no tenant. It sends a corrected request under a new id`,
        ],
  UNKNOWN_SENDER: (_group, known) =>
    known === undefined
      ? [
          '  do: compare the sender with those of all tenants in the tenants file. If it is one of another tenant, that has sent to the wrong queue: tell them, and change nothing. A role that was made again has a new id: register it, and have it sent again. If you do not know it, find it in CloudTrail, and take it off the principals',
        ]
      : [
          `  do: tell ${known}, whose sender this is in other copies: it has sent to the queue of another tenant. Register nothing`,
        ],
};
