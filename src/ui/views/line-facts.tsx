import { lineText } from '../../cli/drain/run/words.ts';
import type { LineDocument } from '../../cli/look/line.ts';
import type { DrainView } from '../../cli/ui/reads.ts';
import { offersOfLine } from '../model/offers.ts';
import { hrefOf } from '../model/route.ts';
import { Action, Offers } from '../parts/action.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Needs } from '../parts/needs.tsx';
import { Since, Text, When } from '../parts/when.tsx';
import { usePolled } from '../reading/use-polled.ts';

/** Where a line is, who has moved it, which drain has it, and what it needs a person for. */
export function LineFacts({ line }: { line: LineDocument }) {
  const { connectionId, attention, drains, ownerAccount, lastParent, lastOutcomeAt, lastMovedBy, lastFrom } = line;
  return (
    <>
      {drains.map(({ drainId }) => (
        <OfDrain key={drainId} drainId={drainId} connectionId={connectionId} />
      ))}
      {attention.length > 0 && (
        <section aria-labelledby="needs">
          <h2 id="needs">Needs a person</h2>
          <Needs needs={attention} />
        </section>
      )}
      <Facts
        facts={[
          ['owner', ownerAccount ?? line.listed?.ownerAccount],
          ...listedFacts(line),
          [
            'left on',
            lastParent && (
              <>
                {lastParent}, <When at={lastOutcomeAt} />: as the ledger knows
              </>
            ),
          ],
          [
            'last moved by',
            lastMovedBy && (
              <>
                <a href={hrefOf({ view: 'line', id: lastMovedBy })}>{lastMovedBy}</a>, from{' '}
                {lastFrom ?? 'no one knows where'}
              </>
            ),
          ],
          ['verdict', lastMovedBy && (line.lastVerdict ?? 'none yet')],
          ['locked by', line.lockedBy && <a href={hrefOf({ view: 'line', id: line.lockedBy })}>{line.lockedBy}</a>],
          [
            'redundancy',
            line.holdsUpOthers && (
              <>
                lines of its owner on other ports wait until this one was well for long enough:{' '}
                <Action todo={`dxm groups ${connectionId}`} />
              </>
            ),
          ],
        ]}
      />
    </>
  );
}

function listedFacts({ listed }: LineDocument): Fact[] {
  if (!listed) return [];
  const { name, parentConnectionId, vlan, mbps, state, readAt } = listed;
  return [
    ['name', name],
    ['is on', parentConnectionId],
    ['VLAN', vlan],
    ['bandwidth', mbps && `${mbps} Mbps`],
    ['state', state],
    [
      'read',
      <>
        <When at={readAt} />, from Direct Connect; the ledger does not know the line
      </>,
    ],
  ];
}

/** What its drain says of it: why it waits, what it needs, and what can be done with it. */
function OfDrain({ drainId, connectionId }: { drainId: string; connectionId: string }) {
  const { document: known } = usePolled<DrainView>(`/api/drains/${encodeURIComponent(drainId)}`);
  const line = known?.lines.find((one) => one.connectionId === connectionId);
  if (!known || !line) return null;
  const { drain } = known;
  const needs = drain.attention.filter(({ what }) => what.startsWith(`${connectionId} `));
  return (
    <section aria-labelledby={`drain-${drainId}`}>
      <h2 id={`drain-${drainId}`}>
        <a href={hrefOf({ view: 'run', id: drainId })}>{drainId}</a> is {known.is}
      </h2>
      <p>
        {line.name ?? connectionId} is {lineText(line.state)}{' '}
        <span class="quiet">
          <Since at={line.since} />
        </span>
        {line.cause !== null && (
          <>
            : <Text>{line.cause}</Text>
          </>
        )}
        ; wave {line.wave}, {line.from} → {line.to}.
      </p>
      <Needs needs={needs} drain={drain} />
      <Offers todos={offersOfLine(drain, line)} drain={drain} />
    </section>
  );
}
