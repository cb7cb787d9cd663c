import { ignoreAwsSettings } from '../../local/ignore-aws-settings.ts';

// Who gives a DynamoDB of their own (ledger-table.ts) has said how to come to it by AWS's variables.
if (!process.env.LEDGER_ENDPOINT) ignoreAwsSettings();
