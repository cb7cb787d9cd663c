'use strict';

const { readFileSync } = require('node:fs');
const { parseTenants } = require('../src/migration/tenants.ts');
const Refusal = require('./refusal.cjs');

/** Read as the functions will: what is wrong in it stops the package, and not the functions' start. */
module.exports = function readTenants(path) {
  try {
    return parseTenants(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Refusal(`parameter tenants must be a file of tenants, not "${path}": ${error.message}`);
  }
};
