module.exports = require('./tenant-outcomes.ts').readTenantOutcomes;
