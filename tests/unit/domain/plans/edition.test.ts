import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { editionName, loadPlans, planNamed } from '../../../../src/domain/plans/index.js';
import { daysBetween } from '../../../../src/lib/day.js';

const root = join(import.meta.dirname, '../../../..');
const { plans } = loadPlans(join(root, 'plans'), loadCalendar(join(root, 'calendar')));

describe('an edition of a plan', () => {
  test('is the same template with every date as far from its document as before', () => {
    const template = planNamed(plans, 'huiji-2010');
    const edition = planNamed(plans, editionName('huiji-2010', '2027-07-26'));
    expect(edition?.document).toEqual({ ...template?.document, on: '2027-07-26' });
    expect(edition?.defaultDue).toBe('2027-08-30');
    expect(edition?.duties.map(({ from }) => from)).toEqual(
      template?.duties.map(({ from }) => (from === '2010-08-30' ? '2027-08-30' : '2027-09-01')),
    );
    for (const [i, { id, due, ...rest }] of (template?.milestones ?? []).entries()) {
      const moved = edition?.milestones[i];
      expect(moved).toMatchObject({ id, ...rest });
      if (typeof due !== 'string') expect(moved?.due).toEqual(due);
      else expect(daysBetween('2027-07-26', String(moved?.due))).toBe(daysBetween('2010-07-26', due));
    }
  });

  test('has a name of its own, so that its items are other work than those of the template', () => {
    expect(planNamed(plans, 'huiji-2010@2027-07-26')?.plan).toBe('huiji-2010@2027-07-26');
  });

  test.each(['no-such', 'no-such@2027-01-01', 'huiji-2010@', 'huiji-2010@2027-02-30', 'huiji-2010@2027-01-01@x'])(
    'there is none called %s',
    (name) => {
      expect(planNamed(plans, name)).toBeUndefined();
    },
  );
});
