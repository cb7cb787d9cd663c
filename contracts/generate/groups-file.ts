import { CONNECTION_ID, REDUNDANCY_GROUP } from '../../src/contract/ids.ts';
import { SAFE_TEXT } from '../../src/contract/text.ts';
import { MAX_TEXT } from '../../src/drain/plan/fields.ts';
import { GROUP_COLUMNS } from '../../src/drain/plan/parse-groups.ts';

type Column = (typeof GROUP_COLUMNS)[number];

const text = { base: 'string', maxLength: MAX_TEXT, format: SAFE_TEXT.source };

const COLUMNS: Record<Column, { description: string; required?: true; datatype: object | string }> = {
  connectionId: {
    description:
      'The hosted connection, each once. It has to be one that Direct Connect shows. The one column that there must be.',
    required: true,
    datatype: { base: 'string', format: CONNECTION_ID.pattern.source },
  },
  group: {
    description:
      'Its redundancy group: no two lines of one group are down together, whoever owns them. Empty: those of one owner account on ' +
      'different parents are kept apart.',
    datatype: { base: 'string', format: REDUNDANCY_GROUP.pattern.source },
  },
  customer: { description: 'For people: whose line it is.', datatype: text },
  contact: { description: 'Who is told of the maintenance.', datatype: text },
  exempt: {
    description: 'yes or true: the line stays where it is. no, false or empty: it may be moved.',
    datatype: { base: 'string', format: '^(?:[Yy][Ee][Ss]|[Tt][Rr][Uu][Ee]|[Nn][Oo]|[Ff][Aa][Ll][Ss][Ee])$' },
  },
};

/** What the groups file is, by the W3C's "Metadata Vocabulary for Tabular Data", which validators of CSV read. */
export function groupsMetadata(): object {
  return {
    '@context': 'http://www.w3.org/ns/csvw',
    url: '../examples/groups.csv',
    'dc:title': 'Groups of hosted connections',
    'dc:description':
      'Which lines must not be down together, whose they are, and which stay. UTF-8, with or without a byte order mark. Columns in any ' +
      'order. No field begins with =, +, - or @, as formulas of spreadsheets do, or holds control characters or a line end.',
    dialect: {
      encoding: 'utf-8',
      delimiter: ',',
      quoteChar: '"',
      doubleQuote: true,
      header: true,
      trim: true,
      skipBlankRows: true,
    },
    tableSchema: {
      columns: GROUP_COLUMNS.map((name) => {
        const { description, required, datatype } = COLUMNS[name];
        return { name, titles: name, 'dc:description': description, ...(required ? { required } : {}), datatype };
      }),
      primaryKey: 'connectionId',
    },
  };
}
