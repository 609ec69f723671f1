/** By file name: which test file plays a conversation. */
const ABOUT_EMPLOYERS =
  /^(add-workers|collect-employer|log-visit|record-refusal|refresh-employer|road-register|set-up-station)\./;

export function isAboutEmployers(name: string): boolean {
  return ABOUT_EMPLOYERS.test(name);
}

export function isWithWorkers(name: string): boolean {
  return name.startsWith('worker-');
}
