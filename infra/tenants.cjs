'use strict';

const { readText } = require('./read-text.ts');
const { parseTenants } = require('../src/migration/model/tenants.ts');
const Refusal = require('./refusal.cjs');

/** Read as the functions will: what is wrong in it stops the package, and not the functions' start. */
module.exports = function readTenants(path) {
  try {
    return parseTenants(parseJson(readText(path), path));
  } catch (error) {
    const { name, message } = error;
    throw new Refusal(`parameter tenants: ${name === 'TenantsError' ? `${path}: ${message}` : message}`);
  }
};

function parseJson(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: is not JSON: ${error.message}`, { cause: error });
  }
}
