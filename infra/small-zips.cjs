module.exports = require('./small-zips.ts').SmallZips;
