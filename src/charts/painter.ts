import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Family name inside the font files; texts that name another family would vanish without an error. */
export const FONT_FAMILY = 'Noto Sans SC';
/** They hold GB2312 and are eight times as fast to draw with as the whole font. */
const FONT_FILES = ['NotoSansSC-Regular-GB2312.ttf', 'NotoSansSC-Bold-GB2312.ttf'];
/** It has every glyph, so that a name in rare characters does not vanish. */
const WHOLE_FONT_FILE = 'NotoSansSC-Regular.ttf';

/** A drawing as plain data: an echarts option without functions, and its size in pixels. */
export interface Picture {
  option: Record<string, unknown>;
  width: number;
  height: number;
}

export interface Painter {
  /** The PNG of a picture. @throws Error when it cannot be drawn */
  paint(picture: Picture): Promise<Buffer>;
  /** Ends the thread and frees its memory (fonts and charts, some 100 MB). */
  close(): Promise<void>;
}

type Answer = { id: number } & ({ png: Uint8Array } | { problem: string });

/**
 * Threads that draw, for one batch of pictures. Close it afterwards.
 * @param threads each takes a picture at a time and some 100 MB
 * @param zoom 1 for a phone at its full width
 * @throws Error when a font is missing: without it all texts would be blank
 */
export async function openPainter(fontFolder: string, threads = 1, zoom = 1): Promise<Painter> {
  const fonts = {
    fontFiles: FONT_FILES.map((name) => join(fontFolder, name)),
    wholeFontFile: join(fontFolder, WHOLE_FONT_FILE),
  };
  for (const file of [...fonts.fontFiles, fonts.wholeFontFile]) await access(file);
  const open = Array.from({ length: threads }, () => openThread(fonts, zoom));
  return {
    paint: (picture) => open.reduce((a, b) => (b.waiting() < a.waiting() ? b : a)).paint(picture),
    async close() {
      for (const thread of open) await thread.close();
    },
  };
}

interface Fonts {
  fontFiles: readonly string[];
  wholeFontFile: string;
}

function openThread(fonts: Fonts, zoom: number): Painter & { waiting(): number } {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { ...fonts, fontFamily: FONT_FAMILY, zoom },
  });
  const waiting = new Map<number, { resolve(png: Buffer): void; reject(error: Error): void }>();
  let last = 0;
  let ended: Error | undefined;
  worker.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id) ?? {};
    waiting.delete(answer.id);
    if ('png' in answer) resolve?.(Buffer.from(answer.png.buffer));
    else reject?.(new Error(`the picture cannot be drawn: ${answer.problem}`));
  });
  const fail = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the drawing thread has ended')));
  return {
    waiting: () => waiting.size,
    paint: ({ option, width, height }) =>
      new Promise((resolve, reject) => {
        // nobody would ever answer
        if (ended !== undefined) return reject(ended);
        const id = ++last;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, option, width, height });
      }),
    async close() {
      await worker.terminate();
    },
  };
}
