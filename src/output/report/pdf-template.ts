/**
 * The pages of the PDF, in Typst. All text comes as data (`sys.inputs`): Typst sets a string as it is and
 * never reads it as markup.
 */
export const template = String.raw`
#let report = json(bytes(sys.inputs.report))
#let ink = rgb("#1c2430")
#let soft = rgb("#5b6675")
#let mark = rgb("#0b5cad")
#let hair = 0.5pt + rgb("#d5dbe3")
#let tlp-colour = (clear: white, green: rgb("#33ff00"), amber: rgb("#ffc000"), "amber+strict": rgb("#ffc000"), red: rgb("#ff2b2b")).at(report.tlp)
#let tlp = box(fill: black, inset: (x: 5pt, y: 3pt), text(fill: tlp-colour, weight: "bold", size: 8pt, "TLP:" + upper(report.tlp)))
#set document(title: report.title, author: "Konseki", date: none)
#set text(font: "BIZ UDPGothic", size: 9.5pt, lang: report.language, fill: ink)
#set par(leading: 0.72em, spacing: 0.95em, justify: false)
#set page(
  paper: "a4",
  margin: (x: 17mm, top: 20mm, bottom: 18mm),
  header: align(right, tlp),
  footer: context text(size: 7.5pt, fill: soft, { report.foot; h(1fr); counter(page).display("1 / 1", both: true) }),
)
#set list(indent: 4pt, body-indent: 6pt, spacing: 0.75em)
#set enum(indent: 4pt, body-indent: 6pt, spacing: 0.75em)
#show heading.where(level: 1): it => block(above: 1.6em, below: 0.9em, sticky: true, width: 100%, stroke: (bottom: 1.2pt + mark), inset: (bottom: 4pt), text(size: 14pt, it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.7em, sticky: true, text(size: 12pt, it.body))
#show heading.where(level: 3): it => block(above: 1.2em, below: 0.65em, sticky: true, text(size: 10.5pt, it.body))
#let facts(pairs) = grid(columns: (auto, 1fr), column-gutter: 14pt, row-gutter: 6pt, ..pairs.map(((name, value)) => (text(fill: soft, name), [#value])).flatten())
#let show-table(it) = {
  set text(size: if it.columns.len() > 5 { 6.6pt } else { 7.4pt })
  set par(leading: 0.55em)
  table(
    columns: it.columns.map(c => c.width * 1fr),
    align: it.columns.map(c => if c.kind == "number" { right } else { left }),
    stroke: hair,
    inset: (x: 3.5pt, y: 3pt),
    fill: (_, y) => if y == 0 { rgb("#eef2f7") },
    table.header(..it.columns.map(c => text(weight: "bold", c.title))),
    ..it.rows.flatten().map(cell => table.cell(breakable: false, [#cell])),
  )
}
#let show-block(it) = {
  if it.kind == "heading" { heading(level: it.level, outlined: false, it.text) }
  else if it.kind == "paragraph" {
    if it.tone == "alarm" { block(width: 100%, fill: rgb("#fef2f2"), stroke: (left: 3pt + rgb("#b91c1c")), inset: 7pt, text(fill: rgb("#7f1d1d"), weight: "bold", it.text)) }
    else if it.tone == "note" { par(text(size: 8pt, fill: soft, it.text)) }
    else { par(it.text) }
  }
  else if it.kind == "list" { if it.ordered { enum(..it.items.map(item => [#item])) } else { list(..it.items.map(item => [#item])) } }
  else if it.kind == "facts" { facts(it.facts) }
  else if it.kind == "table" { show-table(it) }
  else if it.kind == "figure" { align(center, if it.tall { image(it.file, height: 228mm, alt: it.caption) } else { image(it.file, width: 100%, alt: it.caption) }); par(text(size: 8pt, fill: soft, it.caption)) }
}
#block(below: 12pt, text(size: 19pt, weight: "bold", report.title))
#if report.banner != none { block(width: 100%, stroke: 1pt + rgb("#b45309"), fill: rgb("#fff7ed"), inset: 6pt, text(weight: "bold", fill: rgb("#92400e"), report.banner)) }
#facts(report.facts)
#v(6pt)
#for section in report.sections {
  if section.page { pagebreak(weak: true) }
  if section.title != "" { heading(level: 1, section.title) }
  for it in section.blocks { show-block(it) }
}
`;
