import { useState } from 'preact/hooks';
import type { EvidenceDocument } from '../../cli/operate/resolve.ts';
import { Action } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { NotOfNow } from '../parts/problem.tsx';
import { Text, When } from '../parts/when.tsx';
import { useRead } from '../reading/use-read.ts';

/** What a decision on a held request rests on, and the verdicts that fit it: a person takes one. */
export function Decide({ request }: { request: string }) {
  const [look, setLook] = useState(1);
  const path = `/api/evidence?request=${encodeURIComponent(request)}&look=${look}`;
  const polled = useRead<EvidenceDocument>(path);
  return (
    <div class="decide">
      <NotOfNow polled={polled} />
      {polled.document && <Evidence request={request} evidence={polled.document} />}
      <p>
        <button type="button" onClick={() => setLook(look + 1)}>
          Look again
        </button>
      </p>
    </div>
  );
}

function Evidence({ request, evidence }: { request: string; evidence: EvidenceDocument }) {
  const { isClear, says, fitting, recommended, source, target, request: asked, attempt } = evidence;
  return (
    <>
      <p>
        <strong>{isClear ? 'So' : 'Not clear'}:</strong> <Text>{says}</Text>.
      </p>
      <Facts
        facts={[
          [attempt?.previousParent ?? asked.expectedParentConnectionId, <Listed list={source} />],
          [asked.parentConnectionId, <Listed list={target} />],
        ]}
      />
      {fitting.length === 0 && <p>Decide nothing yet: no second call is made until someone does.</p>}
      <ul class="plain">
        {fitting.map((verdict) => (
          <li key={verdict}>
            <Action todo={`dxm resolve ${request} ${verdict} --why "…"`} />
            {verdict === recommended && ' recommended'}
          </li>
        ))}
      </ul>
    </>
  );
}

function Listed({ list }: { list: EvidenceDocument['source'] }) {
  if ('problem' in list)
    return (
      <>
        could not be listed: <Text>{list.problem}</Text>
      </>
    );
  const state =
    list.listed === null
      ? 'not listed'
      : list.listed === false
        ? 'not listed'
        : `LISTED, ${list.listed.connectionState ?? 'in no known state'}`;
  return (
    <>
      {state}, <When at={list.at} />
    </>
  );
}
