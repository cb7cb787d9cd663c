import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import type { DrainLine } from '../../cli/drain/run/lines.ts';
import type { LineState } from '../../drain/run/line.ts';

type State = DrainDocument['state'];

const UNDER_WAY: readonly State[] = ['RUNNING', 'STOPPED'];
const HAS_MOVED: readonly State[] = ['STOPPED', 'ENDING', 'COMPLETED', 'ABORTED', 'EXPIRED'];

/** Commands that may be wanted of a drain, beside the one that is next; the service declines what does not fit. */
export function offersOf({ drainId, state, rollbackOf }: DrainDocument): string[] {
  const of = (command: string, more = '') => `dxm drain ${command} ${drainId}${more}`;
  return [
    ...(state === 'STOPPED' ? [of('resume')] : []),
    ...(UNDER_WAY.includes(state) ? [of('take'), of('complete'), of('abort')] : []),
    ...(state === 'DRAFT' || state === 'APPROVED' ? [of('announce'), of('start'), of('abort')] : []),
    ...(HAS_MOVED.includes(state) && rollbackOf === null
      ? [of('rollback', ' --unhealthy'), of('rollback', ' --all')]
      : []),
  ];
}

const RETRIED: readonly LineState[] = ['waits', 'failed', 'drifted', 'setAside'];
const LEFT_ALONE: readonly LineState[] = ['planned', 'held', 'unhealthy', 'unknown', 'waits', 'failed', 'drifted'];
const MOVED: readonly LineState[] = ['unhealthy', 'unknown', 'healthy', 'setAside'];

/** The same of one of its lines. */
export function offersOfLine(
  { drainId, state, rollbackOf }: DrainDocument,
  line: Pick<DrainLine, 'connectionId' | 'state' | 'try'>,
): string[] {
  const of = (command: string) => `dxm drain ${command} ${drainId} ${line.connectionId}`;
  const isUnderWay = UNDER_WAY.includes(state);
  const mayGoBack = HAS_MOVED.includes(state) && rollbackOf === null && line.try !== null && MOVED.includes(line.state);
  return [
    ...(isUnderWay && RETRIED.includes(line.state) ? [of('retry')] : []),
    ...(mayGoBack ? [`dxm drain rollback ${drainId} --line ${line.connectionId}`] : []),
    ...((isUnderWay || state === 'DRAFT' || state === 'APPROVED') && LEFT_ALONE.includes(line.state)
      ? [of('set-aside')]
      : []),
  ];
}
