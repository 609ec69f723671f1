/**
 * Work in lots: what comes in while one lot is under way makes up the next. Nothing waits for company: alone in the house, an
 * item is a lot of its own and starts at once.
 */
export interface LotWork<Item, Result> {
  /** Does all of it or nothing and gives the results in order; undefined for an item that must be done alone. */
  together(items: readonly Item[]): Promise<readonly (Result | undefined)[]>;
  /** Does one item. Must stand being called for an item that a failed lot may have done. `free` lets the next lot begin. */
  alone(item: Item, free: () => void): Promise<Result>;
  /** Items of one lot. */
  most: number;
  /** Lots under way: while one commits, the next is played. */
  atOnce: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** Items of one lot are independent of each other. When a lot fails, each of its items is done alone. */
export function makeLots<Item, Result>(work: LotWork<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let underWay = 0;

  async function run(): Promise<void> {
    if (underWay >= work.atOnce) return;
    underWay++;
    while (waiting.length > 0) await take(waiting.splice(0, work.most));
    underWay--;
  }

  async function take(lot: readonly Waiting<Item, Result>[]): Promise<void> {
    const [first] = lot;
    if (first !== undefined && lot.length === 1) {
      await new Promise<void>((free) => void doAlone(first, free).then(free));
      return;
    }
    let results: readonly (Result | undefined)[] = [];
    try {
      results = await work.together(lot.map(({ item }) => item));
    } catch {
      // whose fault it was shows when each runs alone
    }
    for (const [i, each] of lot.entries()) {
      const result = results[i];
      if (result === undefined) void doAlone(each, () => undefined);
      else each.resolve(result);
    }
  }

  async function doAlone({ item, resolve, reject }: Waiting<Item, Result>, free: () => void): Promise<void> {
    try {
      resolve(await work.alone(item, free));
    } catch (error) {
      reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      void run();
    });
}
