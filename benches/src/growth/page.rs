//! The curves as a page: plots, and the fits beneath them.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::report::{cells, columns, fitted, made_of, measured, medians, notes, sizes};
use super::{Curve, Evidence, Figure, Sweep, figures, svg};
use crate::verdict::html::{META, STYLE, printable};

/// What the plots need beside the look of all pages; they are on white paper whatever the page is on.
const PLOTS: &str = include_str!("page.css");

/// The page of a run; it needs no other file and runs nothing.
pub fn page(evidence: &Evidence, curves: &[Curve]) -> String {
    let figures = figures(curves);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (PreEscaped(META))
                title { "Neural: cost as the work grows" }
                style { (PreEscaped(STYLE)) (PreEscaped(PLOTS)) }
            }
            body {
                main {
                    h1 { "Cost as the work grows" }
                    p.note { (measured(evidence)) }
                    p.note { (fitted().replace('*', "")) }
                    p.note {
                        "Both axes are logarithmic. A mark is the median over processes, a bar reaches from quartile to quartile. The \
                         curve is the line where one fits; else it is dashed, and the nearer one of line and power."
                    }
                    p.note { (made_of(evidence)) }
                    @for note in notes(evidence) {
                        p.note { (note.replace('`', "")) }
                    }
                    @for sweep in Sweep::ALL {
                        @if figures.iter().any(|figure| figure.sweep == sweep) {
                            section {
                                h2 { (sweep.title()) }
                                div.curves {
                                    @for figure in figures.iter().filter(|it| it.sweep == sweep) {
                                        (plot(figure))
                                    }
                                }
                            }
                        }
                    }
                    (failures(evidence))
                }
            }
        }
    };
    printable(&page.into_string())
}

/// A figure with its fits, and its medians to unfold.
fn plot(figure: &Figure) -> Markup {
    html! {
        figure {
            figcaption { h3 { (figure.name) } }
            (PreEscaped(svg(figure)))
            div.scroll {
                (table("", &columns(figure.sweep), figure, |curve| cells(curve).to_vec()))
            }
            details {
                summary { "medians" }
                div.scroll {
                    (table(figure.sweep.axis(), &sizes(figure), figure, |curve| medians(figure, curve)))
                }
            }
        }
    }
}

/// A row for each curve.
fn table(
    corner: &str,
    heads: &[String],
    figure: &Figure,
    cells: impl Fn(&Curve) -> Vec<String>,
) -> Markup {
    html! {
        table {
            thead { tr {
                th { (corner) }
                @for head in heads { th.figure { (head) } }
            } }
            tbody {
                @for curve in figure.curves {
                    tr {
                        th { (curve.name) }
                        @for cell in cells(curve) { td.figure { (unbroken(&cell)) } }
                    }
                }
            }
        }
    }
}

/// A figure and its unit stay in one line; only an interval may begin or go on in the next.
fn unbroken(cell: &str) -> String {
    let cell = cell.replace(' ', "\u{a0}");
    cell.replace("\u{a0}[", " [").replace(",\u{a0}", ", ")
}

fn failures(evidence: &Evidence) -> Markup {
    let failures = evidence.failures();
    html! {
        @if !failures.is_empty() {
            section {
                h2 { "What failed" }
                ul.checks {
                    @for failure in &failures { li.failed { (failure) } }
                }
            }
        }
    }
}
