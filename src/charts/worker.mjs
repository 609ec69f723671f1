// Runs in a worker thread: one picture per message, from an echarts option to PNG. Drawing takes tenths of a second of
// pure computing, which the service's own thread must not wait for.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { BarChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { glyphsOf } from './font-glyphs.mjs';
import { palettePng } from './palette-png.mjs';

use([BarChart, ScatterChart, GraphicComponent, GridComponent, MarkLineComponent, SVGRenderer]);

const { fontFiles, wholeFontFile, fontFamily, zoom } = workerData;
// the native build of the same library opens the font file once for every glyph, which takes longer than all the rest
const fontBuffers = fontFiles.map((file) => readFileSync(file));
const glyphs = fontBuffers.map(glyphsOf);
let wholeFont;
await initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));

parentPort.on('message', ({ id, option, width, height }) => {
  try {
    const png = rasterize(drawSvg(option, width, height));
    parentPort.postMessage({ id, png }, [png.buffer]);
  } catch (error) {
    parentPort.postMessage({ id, problem: String(error?.stack ?? error) });
  }
});

function drawSvg(option, width, height) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false, textStyle: { fontFamily } });
    return chart.renderToSVGString();
  } finally {
    chart.dispose(); // one that is not disposed keeps the thread alive
  }
}

/** The library copies all its fonts for each picture, so the large one is given only where it is needed. */
function fontsFor(svg) {
  for (let i = 0; i < svg.length; i++) {
    const unit = svg.charCodeAt(i);
    if (unit < 0x20 || glyphs.every((has) => has[unit] === 1)) continue;
    wholeFont ??= readFileSync(wholeFontFile);
    return [...fontBuffers, wholeFont];
  }
  return fontBuffers;
}

function rasterize(svg) {
  const font = { loadSystemFonts: false, fontBuffers: fontsFor(svg), defaultFontFamily: fontFamily };
  const drawing = new Resvg(svg, { background: '#ffffff', font, fitTo: { mode: 'zoom', value: zoom } });
  const image = drawing.render();
  try {
    return palettePng(image);
  } finally {
    // their memory is not the engine's to collect
    image.free();
    drawing.free();
  }
}
