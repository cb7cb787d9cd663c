import { describe, expect, it } from 'vitest';
import { exportLines } from '../../../../src/drain/plan/export-lines.ts';
import { csvProblemText, parseGroups } from '../../../../src/drain/plan/parse-groups.ts';
import { inventory, line, planOf, port, request } from './given.ts';

const HEADER = 'connectionId,group,customer,contact,exempt';
const bytes = (text: string) => Buffer.from(text);

function problems(text: string | Uint8Array, known?: ReadonlySet<string>): string[] {
  const parsed = parseGroups(typeof text === 'string' ? bytes(text) : text, known);
  return parsed.ok ? [] : parsed.problems.map(csvProblemText);
}

describe('reads', () => {
  const ROWS = [
    { connectionId: 'dxcon-a', group: 'core', customer: 'Müller, Söhne', contact: 'noc@example.net', exempt: false },
    { connectionId: 'dxcon-b', exempt: true },
  ];
  const LINES = [HEADER, 'dxcon-a,core,"Müller, Söhne",noc@example.net,', 'dxcon-b,,,,yes'];

  it.each([
    ['LF', LINES.join('\n')],
    ['CRLF', `${LINES.join('\r\n')}\r\n`],
    ['CR', LINES.join('\r')],
    ['a byte order mark', `\ufeff${LINES.join('\r\n')}`],
    ['blank lines', `${LINES.join('\n\n')}\n\n\n`],
    [
      'all fields in quotes',
      '"connectionId","group","customer","contact","exempt"\n"dxcon-a","core","Müller, Söhne","noc@example.net",""\n"dxcon-b","","","","YES"',
    ],
    [
      'columns in another order',
      'exempt,contact,customer,group,connectionId\nno,noc@example.net,"Müller, Söhne",core,dxcon-a\ntrue,,,,dxcon-b',
    ],
    [
      'spaces around fields',
      'connectionId , group,customer,contact,exempt\n dxcon-a ,core,"Müller, Söhne",noc@example.net,\ndxcon-b,,,, yes',
    ],
  ])('a file with %s', (_what, text) => {
    expect(parseGroups(bytes(text))).toEqual({ ok: true, rows: ROWS });
  });

  it('a file with the one column that there must be', () => {
    expect(parseGroups(bytes('connectionId\ndxcon-a'))).toEqual({
      ok: true,
      rows: [{ connectionId: 'dxcon-a', exempt: false }],
    });
  });

  it('a quote within quotes', () => {
    expect(parseGroups(bytes('connectionId,customer\ndxcon-a,"the ""old"" one"'))).toMatchObject({
      rows: [{ customer: 'the "old" one' }],
    });
  });
});

describe('refuses, with line and column,', () => {
  it.each<[what: string, problem: string, text: string]>([
    [
      'an empty file',
      'line 1: is empty: the first line names the columns, connectionId,group,customer,contact,exempt',
      '',
    ],
    [
      'a wrong column',
      'line 1, column 2: is none of connectionId, group, customer, contact, exempt',
      'connectionId,colour\ndxcon-a,red',
    ],
    ['a column twice', 'line 1, column 3: group is there twice', 'connectionId,group,group\ndxcon-a,,'],
    ['a file without ids', 'line 1: names no column connectionId', 'group\ng'],
    [
      'semicolons',
      'line 1: separates its columns by something else: save the file with commas',
      'connectionId;group\ndxcon-a;g',
    ],
    ['a field too few', 'line 2: has 1 fields, and the header 5', `${HEADER}\ndxcon-a`],
    ['a field too many', 'line 2: has 6 fields, and the header 5', `${HEADER}\ndxcon-a,,,,,`],
    [
      'what is no id',
      'line 2, column 1: must be a connection id, dxcon- and lower-case letters or digits',
      `${HEADER}\nDXCON-A,,,,`,
    ],
    [
      'an unknown line',
      'line 2, column 1: dxcon-z is no hosted connection that Direct Connect shows',
      `${HEADER}\ndxcon-z,,,,`,
    ],
    ['the same line twice', 'line 4, column 1: dxcon-a is in line 2 already', `${HEADER}\ndxcon-a,,,,\n\ndxcon-a,,,,`],
    [
      'a group with spaces',
      'line 2, column 2: must be 1 to 64 characters of A-Z a-z 0-9 . _ : -, or empty',
      `${HEADER}\ndxcon-a,my group,,,`,
    ],
    ['a strange exemption', 'line 2, column 5: must be yes, no or empty', `${HEADER}\ndxcon-a,,,,maybe`],
    [
      'an exemption that every object has',
      'line 2, column 5: must be yes, no or empty',
      `${HEADER}\ndxcon-a,,,,constructor`,
    ],
    ['a long cell', 'line 2, column 3: has more than 256 characters', `${HEADER}\ndxcon-a,,${'x'.repeat(257)},,`],
    ['a long line', 'line 2: has more than 8192 characters', `${HEADER}\n${','.repeat(9_000)}`],
    [
      'a line end in a cell',
      'line 2, column 3: has control characters, a line end, or characters that turn the direction of text',
      `${HEADER}\ndxcon-a,,"x\ny",,`,
    ],
    [
      'an escape character',
      'line 2, column 3: has control characters, a line end, or characters that turn the direction of text',
      `${HEADER}\ndxcon-a,,\u001b[2J,,`,
    ],
    [
      'text that turns',
      'line 2, column 4: has control characters, a line end, or characters that turn the direction of text',
      `${HEADER}\ndxcon-a,,,\u202ecod.x,`,
    ],
    ...['=1+1', '+49 89 1', '-1', '@SUM(A1)', '"=HYPERLINK(""http://x"")"', ' =1'].map(
      (cell): [string, string, string] => [
        `the formula ${cell}`,
        'line 2, column 4: begins with =, +, - or @, as a formula does: write it otherwise, a telephone number with 00',
        `${HEADER}\ndxcon-a,,,${cell},`,
      ],
    ),
    [
      'a quote that is not closed',
      'line 3: a quote is opened here and never closed',
      `${HEADER}\r\ndxcon-a,,,,\r\ndxcon-b,"q,,,\r\ndxcon-c,,,,\r\n`,
    ],
    [
      'a quote within a field',
      'line 2: has a quote within a field: put the whole field in quotes, and write the quote twice',
      `${HEADER}\ndxcon-a,,12" rack,,`,
    ],
    [
      'something behind a quote',
      'line 3: has something behind a closing quote: within quotes, write a quote twice',
      `${HEADER}\n\ndxcon-a,,"x"y,,`,
    ],
  ])('%s', (_what, problem, text) => {
    expect(problems(text, new Set(['dxcon-a', 'dxcon-b', 'dxcon-c']))).toEqual([problem]);
  });

  it('another encoding', () => {
    const latin1 = Buffer.from(`${HEADER}\ndxcon-a,,,,\ndxcon-b,,M\xfcller,,\n`, 'latin1');
    expect(problems(latin1)).toEqual(['line 3: is not UTF-8: save the file as "CSV UTF-8"']);
  });

  it('the line where a problem is, behind a cell of several lines', () => {
    expect(problems(`${HEADER}\ndxcon-a,,"x\ny",,\ndxcon-b,,,,maybe`)).toEqual([
      expect.stringMatching(/^line 2, column 3/),
      'line 4, column 5: must be yes, no or empty',
    ]);
  });

  it('the first 20 problems, and says how many more there are', () => {
    const text = [HEADER, ...Array.from({ length: 10_000 }, () => 'dxcon-a,,,,maybe')].join('\n');
    const parsed = parseGroups(bytes(text));
    expect(parsed).toMatchObject({ ok: false, more: 10_000 + 9_999 - 20 });
    expect(parsed.ok ? [] : parsed.problems).toHaveLength(20);
  });

  it('100,000 lines', () => {
    const text = [HEADER, ...Array.from({ length: 100_000 }, (_, index) => `dxcon-${index},,,,`)].join('\n');
    expect(problems(text)).toEqual(['line 20002: the file has 100000 lines; at most 20000 are taken']);
  });

  it('a huge file', () => {
    expect(problems(Buffer.alloc(9 * 1024 * 1024, 'x'))).toEqual([
      'line 1: the file has 9437184 bytes; at most 8388608 are taken',
    ]);
  });
});

describe('an export', () => {
  const given = inventory({
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new' })],
    lines: [
      line('dxcon-a', { name: '=HYPERLINK("http://x","y")' }),
      line('dxcon-b', { name: '@SUM(A1)', vlan: 101 }),
      line('dxcon-c', { name: 'plain, with comma', vlan: 102, state: 'deleting' }),
      line('dxcon-d', { name: '-1\n+2', vlan: 103 }),
    ],
  });

  it('has no cell that is a formula, whatever a line is called', () => {
    const rows = exportLines(planOf(given, request())).split('\r\n');
    expect(rows.slice(0, 5).map((row) => row.slice(0, 50))).toEqual([
      'connectionId,name,ownerAccount,customer,contact,gr',
      `dxcon-a,"'=HYPERLINK(""http://x"",""y"")",11112222`,
      "dxcon-b,'@SUM(A1),111122223333,,,,101,500Mbps,avai",
      'dxcon-c,"plain, with comma",111122223333,,,,102,50',
      "dxcon-d,'-1\ufffd+2,111122223333,,,,103,500Mbps,availab",
    ]);
  });
});
