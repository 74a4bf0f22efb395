/** What the report of a study adds to the style of all reports. */
export const STUDY_STYLE = `
:root{--good:#1a6b34;--care:#8a5a00;--bad:#a63603}
@media screen and (prefers-color-scheme:dark){:root{--good:#6fcf8b;--care:#e3b341;--bad:#ffa366}}
.kicker{margin:0;font-size:.85rem;color:var(--chart-muted)}
.board h1{margin-bottom:.3rem}
.board h2{font-size:1rem;margin:1.3rem 0 .3rem;padding:0;border:0}
.verdict{margin:1rem 0;padding:.8rem 1rem;border:1px solid var(--chart-grid);border-left:6px solid var(--good)}
.verdict.undecided{border-left:6px dashed var(--care)}
.verdict h2{margin:0 0 .3rem;font-size:1.2rem}
.verdict p{margin:.25rem 0}
.verdict p.wants{font-weight:bold}
.marked{display:inline-flex;align-items:center;gap:.35em;white-space:nowrap;vertical-align:bottom}
.mark{width:1em;height:1em;flex:none}
.mark .f{fill:currentColor;stroke:none}
.mark .s{fill:none;stroke:currentColor;stroke-width:2}
.mark .sign{fill:none;stroke:var(--chart-ground);stroke-width:2;stroke-linecap:round}
.light-green{fill:var(--good)}
.light-amber{fill:var(--care)}
.light-red{fill:var(--bad)}
.light-unknown{fill:none;stroke:var(--chart-muted);stroke-width:1.5;stroke-dasharray:3 2}
.light-unknown .sign{stroke:var(--chart-muted);stroke-width:1.5;stroke-dasharray:none}
.state-better{color:var(--good)}
.state-worse{color:var(--bad)}
.state-alike,.state-open,.standing{color:var(--chart-muted)}
.of{display:block;font-size:.8rem;font-weight:normal;color:var(--chart-muted)}
tr.best th,tr.best td{background:var(--chart-heat-0)}
tr.best th{font-weight:bold}
thead th.n{white-space:normal}
.columns{display:grid;grid-template-columns:1.6fr 1fr;gap:0 1.6rem;align-items:start}
.columns figure{margin:1rem 0 0}
.columns figure svg{min-width:0}
.columns ul,.plain{margin:.2rem 0;padding-left:1.1rem}
.columns li{margin:.15rem 0}
table.lights td,table.lights th{padding:.2rem .5rem .2rem 0}
h3{font-size:1rem;margin:1.4rem 0 .3rem}
.charts{display:grid;grid-template-columns:1fr 1fr;gap:0 1.4rem}
.charts figure{margin:.8rem 0;min-width:0}
.charts figure svg{min-width:0}
details{margin:.8rem 0}
summary{cursor:pointer;padding:.6rem 0;color:var(--chart-main);font-weight:bold}
.again{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.dense table{font-size:.75rem}
@media (max-width:36rem){.columns,.charts{grid-template-columns:1fr}}
@page{margin:11mm 14mm}
@media print{
:root{font-size:11px}
body{font-size:9pt;line-height:1.32}
h2{font-size:12pt;margin:4mm 0 1mm;padding-top:1mm}
h3{font-size:10pt;margin:2.5mm 0 .5mm}
p{margin:.6mm 0 1.2mm}
section>p,h2,h3{break-after:avoid}
p{break-inside:avoid}
table{font-size:7.2pt;line-height:1.25}
td,th{padding:.45mm 2mm .45mm 0}
tbody th[scope=rowgroup]{padding-top:1.6mm}
.of,figcaption{font-size:6.6pt;line-height:1.25}
figure,.charts figure{margin:1.2mm 0}
figure svg{width:80%;margin:0 auto;max-height:8.2cm}
.flows figure svg{width:100%;max-height:11cm}
.charts{gap:0 6mm}
.charts figure svg{width:100%;max-height:none}
details{margin:1mm 0}
summary{list-style:none;padding:0;color:var(--chart-muted);font-weight:normal;font-size:7.6pt}
summary::-webkit-details-marker{display:none}
.dense table{font-size:6.2pt;line-height:1.2}
.dense td,.dense th{padding:.2mm 1.5mm .2mm 0}
.dense .of,.dense code{display:inline;font-size:5.8pt}
.twice{columns:2;column-gap:6mm}
dl{font-size:8pt;gap:.3mm 4mm}
.board{break-after:page;font-size:9pt;line-height:1.32}
.board h1{font-size:14pt;margin:0 0 1mm}
.board h2{font-size:10pt;margin:2mm 0 .5mm}
.board .lead{font-size:10pt;margin:0 0 1mm}
.board table{font-size:8pt}
.board td,.board th{padding:.3mm 2mm .3mm 0}
.board .of,.board .small,.board figcaption{font-size:7.2pt;line-height:1.25}
.board p{margin:.5mm 0}
.board td{white-space:nowrap}
.board th:first-child{width:35%}
.board .small{margin:.2mm 0}
.board .columns{font-size:7.6pt;line-height:1.28;grid-template-columns:1.1fr 1fr}
.board figure{margin:1.5mm 0 0}
.board figure svg{max-height:none;width:100%}
.board .verdict{margin:1.5mm 0;padding:1mm 3mm;font-size:8.5pt}
.board .verdict h2{font-size:11.5pt;margin:.5mm 0}
}
`
