/** Adds to a list of the latest things and forgets the oldest beyond `max`. */
export function remember<T>(list: T[], item: T, max: number): void {
  list.push(item);
  if (list.length > max) list.splice(0, list.length - max);
}
