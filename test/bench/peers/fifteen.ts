import { floorHandler } from './floor-handler.ts';

/* As many calls as the service makes for a message, and nothing else: what they take without any SDK. */

export const handler = floorHandler(13);
