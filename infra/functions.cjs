'use strict';

/** The functions of serverless.yml, by name. */
module.exports = ['migrate', 'reconcile', 'resolve', 'control'];
