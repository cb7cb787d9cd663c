module.exports = require('./operations.ts').readOperations;
