module.exports = require('./parameters.ts').parameters;
