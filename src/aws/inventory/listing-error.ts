/** Thrown where lists of Direct Connect are not whole, or did not settle: what they do not show may be there all the same. */
export class ListingError extends Error {
  override name = 'ListingError';
}
