module.exports = require('./requests-queues.ts').readRequestsQueues;
