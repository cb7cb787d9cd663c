import { floorHandler } from './floor-handler.ts';

/* As little as these two calls take. */

export const handler = floorHandler(0);
