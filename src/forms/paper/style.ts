/** Look of the paper form, on the screen and on A4. */
export const PAPER_STYLE = `
@page { size: 210mm 297mm; margin: 14mm 15mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 180mm; padding: 8mm 0; color: #1a1a1a; background: #fff;
  font: 10.5pt/1.5 "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
header { position: relative; border-bottom: 2px solid #12456b; padding-bottom: 3mm; margin-bottom: 4mm; }
h1 { margin: 0; font-size: 19pt; text-align: center; letter-spacing: .15em; color: #12456b; }
.no { position: absolute; right: 0; top: -5mm; margin: 0; font-size: 9pt; color: #555; }
.no span { display: inline-block; width: 34mm; border-bottom: 1px solid #777; margin-left: 2mm; }
.about { margin: 2mm 0 0; text-align: center; color: #555; font-size: 9.5pt; }
h2 { margin: 5mm 0 0; padding: 1.2mm 3mm; font-size: 12pt; background: #e8f0f7; border-left: 4px solid #12456b; break-after: avoid; }
h3 { margin: 4mm 0 1.5mm; font-size: 11pt; break-after: avoid; }
.q { display: grid; grid-template-columns: 68mm 1fr; gap: 4mm; padding: 2mm 0; border-bottom: 1px dotted #b5b5b5; break-inside: avoid; }
.label b { display: inline-block; min-width: 7mm; color: #12456b; }
.must { color: #b3261e; font-style: normal; margin-left: .5mm; }
.say { display: block; margin-left: 7mm; font-size: 9pt; color: #555; }
.if { display: block; width: fit-content; margin: .6mm 0 0 7mm; padding: 0 1.5mm; font-size: 8.5pt; font-weight: normal;
  color: #7a4b0b; background: #fff4e5; border: 1px solid #e7bf85; border-radius: 2px; }
h2 .if, h3 .if { display: inline-block; margin: 0 0 0 3mm; }
.answer { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 1mm 2mm; }
.line { flex: 1; min-width: 40mm; min-height: 6.5mm; border-bottom: 1px solid #333; color: #777; text-align: right; }
.line.short { flex: none; min-width: 32mm; width: 32mm; }
.area { width: 100%; height: 20mm; border: 1px solid #333; border-radius: 2px; }
.ticks { display: flex; flex-wrap: wrap; gap: .5mm 5mm; }
.ticks label { white-space: nowrap; }
.boxes { display: inline-flex; }
.boxes i { width: 5.2mm; height: 6.5mm; border: 1px solid #333; margin-right: -1px; }
.hint { flex-basis: 100%; font-size: 8.5pt; color: #666; }
.note { margin: 2mm 0; padding: 1.5mm 3mm; background: #fffbea; border-left: 3px solid #d9b44a; font-size: 9.5pt; }
.list table { width: 100%; border-collapse: collapse; }
.list th, .list td { border: 1px solid #444; padding: 1mm 1.5mm; font-size: 9.5pt; height: 8mm; }
.list th { background: #f1f5f9; font-weight: bold; }
.list th small { display: block; font-weight: normal; font-size: 8pt; color: #555; }
.list .n { width: 8mm; text-align: center; }
.list tr { break-inside: avoid; }
.entry { border: 1px solid #777; border-radius: 3px; padding: 0 3mm 2mm; margin-bottom: 3mm; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 7mm 8mm; margin-top: 10mm; break-inside: avoid; }
.sign p { display: flex; margin: 0; align-items: flex-end; }
.sign p:first-child { grid-column: 1 / -1; }
.sign span { flex: 1; border-bottom: 1px solid #333; margin-left: 2mm; min-height: 8mm; text-align: right; color: #777; }
footer { margin-top: 6mm; font-size: 8pt; color: #888; text-align: right; }
@media print { body { padding: 0; max-width: none; } }
`;
