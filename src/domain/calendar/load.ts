import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CalendarYear } from '../../../schemas/calendar.js';
import { type Calendar, makeCalendar } from '../../lib/workdays.js';

/**
 * Reads every `<year>.yaml` of a folder.
 * @throws Error that names each file and what is wrong in it
 */
export function loadCalendar(folder: string): Calendar {
  const problems: string[] = [];
  const years: CalendarYear[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const document = parseDocument(readFileSync(path.join(folder, name), 'utf8'));
    const parsed = CalendarYear.safeParse(document.errors.length > 0 ? undefined : document.toJS());
    if (document.errors.length > 0) problems.push(...document.errors.map((error) => `${name}: ${error.message}`));
    else if (!parsed.success) problems.push(`${name}:\n${z.prettifyError(parsed.error)}`);
    else if (`${parsed.data.year}.yaml` !== name) problems.push(`${name} says it is the year ${parsed.data.year}`);
    else years.push(parsed.data);
  }
  if (problems.length > 0) throw new Error(`calendar:\n${problems.join('\n')}`);
  return makeCalendar(years);
}
