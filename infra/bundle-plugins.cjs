module.exports = require('./bundle-plugins.ts').plugins;
