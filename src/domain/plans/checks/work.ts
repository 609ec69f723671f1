/** Collection, complaint points, documents (S24, S27, S30, S44, S47, S50, S53, S60, S64). */
import { z } from 'zod';
import { check, share, there } from './check.js';

const percent = z.int().min(1).max(100);

/** S24, S47: 覆盖率 = collected / known. */
export const coverage = check({
  params: z.strictObject({ percent }),
  judge: (node, { collection }, params) => {
    const { collected, known } = collection(node.gridPath);
    return share(collected, known, params.percent);
  },
});

/** MOHRSS09, S53: collected data is not older than half a year. */
export const dataFresh = check({
  params: z.strictObject({ percent }),
  judge: (node, { collection }, params) => {
    const { collected, stale } = collection(node.gridPath);
    return share(collected - stale, collected, params.percent);
  },
});

/** S27, S29: 完整率 = filled / required. */
export const filesComplete = check({
  params: z.strictObject({ percent }),
  judge: (node, { collection }, params) => {
    const { filled, required } = collection(node.gridPath);
    return share(filled, required, params.percent);
  },
});

/**
 * S30: collected employers are in the city's platform as they are now, and none is left that came back. Where the lists of this
 * service were never used nothing is known of it: whoever entered them by hand says so. Answers of the day's own month are proof.
 */
export const cityEntered = check({
  params: z.strictObject({ percent }),
  judge: (node, { collection, city, day }, params) => {
    const { sent, entered, returned, changed, answeredOn } = city(node.gridPath);
    const known = sent + entered + returned + changed;
    if (known === 0) return { met: true, have: 0, need: 0 };
    const { collected } = collection(node.gridPath);
    const found = share(Math.min(entered, collected), collected, params.percent);
    if (found.met && returned === 0) return { ...found, proves: answeredOn.slice(0, 7) === day.slice(0, 7) };
    const lacks = Object.entries({
      city_returned: returned,
      city_changed: changed,
      city_sent: sent,
      city_unsent: collected - known,
    });
    return { ...found, met: false, lacks: lacks.flatMap(([code, count]) => (count > 0 ? [code] : [])) };
  },
});

/** S44, S50: address, phone and hours are on record. */
export const complaintPoint = check({
  params: z.strictObject({}),
  judge: (node, { records }) => there(records('complaint_point', node._id).length > 0),
});

/** S60. */
export const documentFiled = check({
  params: z.strictObject({ category: z.enum(['plan', 'policy', 'notice', 'target_sheet', 'report']) }),
  judge: (node, { records }, { category }) =>
    there(records('document', node._id).some(({ data }) => data.category === category)),
});

/** S64. */
export const contactPublished = check({
  params: z.strictObject({}),
  judge: (node, { records }) => there(records('contact_card', node._id).length > 0),
});
