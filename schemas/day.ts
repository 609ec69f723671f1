import { z } from 'zod';
import { isDay } from '../src/lib/day.js';

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export const DayText = z
  .string()
  .refine(isDay, { message: '不是一个日期，请写如 2026-03-31。' })
  .meta({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

/** A month, `YYYY-MM`. */
export const MonthText = z
  .string()
  .refine((text) => /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`), { message: '不是一个月份，请写如 2026-03。' })
  .meta({ pattern: '^[0-9]{4}-[0-9]{2}$' });
