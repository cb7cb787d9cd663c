module.exports = require('./bundle-notes.ts').plugins;
