module.exports = require('./package-notes.ts').PackageNotes;
