import { paginateScan } from '@aws-sdk/client-dynamodb';
import { readText } from '../../aws/attributes.ts';
import { fromAttributes, parseRequestPk, requestPk } from '../../aws/request-attributes.ts';
import { DUE_INDEX, Table } from '../../aws/table.ts';
import { parseVerificationPk, toVerification, verificationPk } from '../../aws/verifications.ts';
import type { RequestItem, RequestKey } from '../../migration/model/request-item.ts';
import { isDecided, type Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import { inParallel } from '../context/in-parallel.ts';

/** What may still move a line, and what a line that was moved still waits for. */
export interface Unfinished {
  /** Without a final outcome; dry runs move nothing, and are left out. */
  requests: RequestItem[];
  /** Of lines that were moved and not found well so far. */
  unverified: (RequestKey & Verification)[];
}

/** Items that are read at a time. */
const AT_A_TIME = 8;

/**
 * All of them: the index says which there are, and each is then read consistently. The index itself lags a little: a request
 * that was taken in the last second may be missing.
 */
export async function readUnfinished({ aws, stage }: Pick<Context, 'aws' | 'stage'>): Promise<Unfinished> {
  const keys: string[] = [];
  const pages = paginateScan({ client: aws.dynamoDb }, { TableName: stage.ledger, IndexName: DUE_INDEX });
  for await (const { Items = [] } of pages) keys.push(...Items.flatMap((item) => readText(item, 'pk') ?? []));
  const table = new Table(aws.dynamoDb, stage.ledger);
  const requests = await inParallel(of(keys, parseRequestPk), AT_A_TIME, async (key) => table.get(requestPk(key)));
  const verifications = await inParallel(of(keys, parseVerificationPk), AT_A_TIME, async (key) => {
    const item = await table.get(verificationPk(key));
    return item && { ...key, ...toVerification(item).verification };
  });
  return {
    requests: requests
      .flatMap((item) => (item ? [fromAttributes(item)] : []))
      .filter(({ state, request }) => OPEN.includes(state) && !request.dryRun),
    unverified: verifications.flatMap((one) => (one && !isDecided(one) ? [one] : [])),
  };
}

const OPEN: readonly string[] = ['RECEIVED', 'CALLING', 'HELD'];

function of(keys: readonly string[], parse: (pk: string) => RequestKey | undefined): RequestKey[] {
  return keys.flatMap((pk) => parse(pk) ?? []);
}
