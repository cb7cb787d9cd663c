import { describe, expect, it } from 'vitest';
import { checkLocation, checkParent } from '../../../src/cli/operate/check-parent.ts';
import { type Answers, madeContext } from '../../support/cli-context.ts';

const PORTS: Answers = {
  DescribeInterconnects: () => ({
    interconnects: [
      { interconnectId: 'dxcon-old1', location: 'EqDC2' },
      { interconnectId: 'dxcon-link1', location: 'EqDC2', lagId: 'dxlag-new1' },
    ],
  }),
  DescribeLags: () => ({ lags: [{ lagId: 'dxlag-new1', location: 'EqDC2', connections: [] }] }),
};

describe('what is to be stopped', () => {
  it('is an interconnect or a LAG', async () => {
    const context = madeContext(PORTS);
    for (const id of ['dxcon-old1', 'dxlag-new1']) await checkParent(context, id);
    await checkLocation(context, 'EqDC2');
    expect(context.notes).toEqual([]);
  });

  it('is no link of a LAG: the LAG has the lines', async () => {
    const error = { message: expect.stringContaining('is a link of dxlag-new1'), todo: 'name dxlag-new1' };
    await expect(checkParent(madeContext(PORTS), 'dxcon-link1')).rejects.toMatchObject(error);
  });

  it('is there; a name is only offered if it is like the one that was given', async () => {
    const near = { todo: 'did you mean dxcon-old1? dxm parents lists them' };
    await expect(checkParent(madeContext(PORTS), 'dxcon-old2')).rejects.toMatchObject(near);
    const far = { todo: 'check the id: dxm parents lists them' };
    await expect(checkParent(madeContext(PORTS), 'dxcon-zzzzzzzz')).rejects.toMatchObject(far);
    const place = { todo: 'check the code: there are EqDC2' };
    await expect(checkLocation(madeContext(PORTS), 'Sydney1')).rejects.toMatchObject(place);
  });

  it('is not waited for: without an answer it is said that it was not checked', async () => {
    const context = madeContext({ ...PORTS, DescribeLags: () => new Promise(() => {}) });
    await checkParent(context, 'dxcon-none', 1);
    expect(context.notes).toEqual(['dxcon-none was not checked: Direct Connect gave no answer within 0.001 s']);
  });
});
