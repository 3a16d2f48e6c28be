/** The style of the HTML report, for screen and print. No font, image or address from outside. */
export const style = `
:root{color-scheme:light;--ink:#1c2430;--soft:#5b6675;--line:#d5dbe3;--head:#eef2f7;--mark:#0b5cad}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.5rem 4rem;max-width:64rem;color:var(--ink);background:#fff;font:16px/1.6 "BIZ UDPGothic","Segoe UI","Yu Gothic UI","Hiragino Sans","Noto Sans JP",system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:2px solid var(--mark)}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}
p{margin:.5rem 0}
ul,ol{padding-left:1.5rem;margin:.5rem 0}
li{margin:.2rem 0}
a{color:var(--mark)}
.tlp{float:right;background:#000;padding:.15rem .6rem;font-weight:700;font-size:.85rem;margin:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.tlp-clear{color:#fff}.tlp-green{color:#33ff00}.tlp-amber,.tlp-amber-strict{color:#ffc000}.tlp-red{color:#ff2b2b}
.banner{border:2px solid #b45309;color:#92400e;background:#fff7ed;padding:.4rem .8rem;font-weight:700}
.alarm{border-left:6px solid #b91c1c;background:#fef2f2;color:#7f1d1d;padding:.6rem .9rem;font-weight:700}
.note,footer,figcaption{color:var(--soft);font-size:.88rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.25rem;margin:1rem 0}
dt{color:var(--soft)}dd{margin:0}
nav{border:1px solid var(--line);border-radius:6px;padding:.25rem 1rem;margin:1rem 0}
nav ol{columns:2;column-gap:2rem;font-size:.92rem}
.table{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.84rem;line-height:1.45}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:var(--head)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
td.text{min-width:5rem}
td.id{font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.95em}
figure{margin:1rem 0}
figure img{max-width:100%;height:auto}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.5rem}
@page{size:A4;margin:16mm 14mm}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav{display:none}
section.page{break-before:page}
h2,h3{break-after:avoid}
tr,li,figure{break-inside:avoid}
thead{display:table-header-group}
.table{overflow:visible}
table{font-size:7.5pt}
td.time{white-space:normal}
a{color:inherit;text-decoration:none}
}
`;
