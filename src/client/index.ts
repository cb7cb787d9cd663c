/** For order systems: sends migration requests to the service's queue, and says of each whether it is in there. */
export { MigrationClient } from './migration-client.ts';
export type {
  MessageSender,
  MigrationClientOptions,
  SubmitAllOptions,
  SubmitOptions,
  Surroundings,
} from './options.ts';
export {
  type Accepted,
  type NotAccepted,
  type NotAcceptedCode,
  type Submission,
  SubmissionInterruptedError,
  type SubmissionProgress,
  type SubmissionReport,
} from './submission.ts';
