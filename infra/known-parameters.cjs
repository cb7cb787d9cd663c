'use strict';

const { closest, distance } = require('fastest-levenshtein');
const Refusal = require('./refusal.cjs');

/**
 * Stops at a name that is no parameter's: osls would pass over it, and the parameter that was meant would have its
 * default, which for `parents` is wider. Stops at a name that comes twice, too.
 *
 * @param options of the command line
 * @param resolveProperty of serverless.yml
 */
module.exports = async function refuseUnknown(stage, options, resolveProperty) {
  const known = Object.keys(await resolveProperty(['params', 'default']));
  const onCommandLine = [options.param ?? []].flat().map((given) => given.split('=', 1)[0]);
  const ofStage = Object.keys((await resolveProperty(['params', stage])) ?? {});
  const twice = onCommandLine.find((name, index) => onCommandLine.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Refusal(
      `parameter ${twice} must be given once: of two, osls takes the last. In a list, put commas between`,
    );
  }
  const unknown = [...onCommandLine, ...ofStage].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Refusal(`there is no parameter "${unknown}". ${advice(unknown, known)}`);
};

function advice(unknown, known) {
  const nearest = closest(unknown, known);
  const isNear = distance(unknown.toLowerCase(), nearest.toLowerCase()) <= nearest.length / 2;
  return isNear ? `Did you mean ${nearest}?` : `There are: ${known.join(', ')}`;
}
