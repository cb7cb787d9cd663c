module.exports = require('./settings.ts').readSettings;
