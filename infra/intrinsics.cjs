'use strict';

/** CloudFormation's functions, as JSON has them. */
const sub = (text) => ({ 'Fn::Sub': text });
const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

module.exports = { arnOf, sub };
