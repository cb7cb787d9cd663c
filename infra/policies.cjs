module.exports = require('./policies.ts').readPolicies;
