module.exports = require('./environment.ts').readEnvironments;
