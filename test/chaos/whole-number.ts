import { InvalidArgumentError } from 'commander';

/** An option's whole number. @throws InvalidArgumentError for anything else, or one out of bounds */
export function wholeNumber(least = 1, most = 9_999_999_999): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}
