//! The report as a page that needs nothing but itself: no script, no other file, no network.
//!
//! It is written so that it is HTML and well-formed XML at once, and the same evidence gives the same
//! bytes on every machine.

mod axis;
mod cell;
mod distribution;
mod forest;
mod group;
mod head;
mod layer;
mod mark;
mod overview;
mod pairs;
mod sequence;
mod table;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Verdicts;
use crate::evidence::Bundle;

/// How the page looks.
pub(crate) const STYLE: &str = include_str!("style.css");

/// Says of itself that nothing is loaded and nothing runs, so that a browser sees to it. Elements that
/// have no end in HTML are written out here, for XML wants them closed.
pub(crate) const META: &str = r#"<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
"#;

/// The page of some verdicts and of the evidence that they were made from.
pub fn page(bundle: &Bundle, verdicts: &Verdicts) -> String {
    let sides = Sides::of(verdicts);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (PreEscaped(META))
                title { "Neural: " (sides.a) " against " (sides.b) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (head::head(verdicts, &sides))
                    (overview::primary(verdicts, &sides))
                    (overview::controls(verdicts))
                    (guide(&sides))
                    @for (index, group) in verdicts.groups.iter().enumerate() {
                        (group::section(bundle, verdicts, group, index, &sides))
                    }
                }
            }
        }
    };
    printable(&page.into_string())
}

/// What both sides of the verdicts are called.
struct Sides {
    a: String,
    b: String,
}

impl Sides {
    fn of(verdicts: &Verdicts) -> Self {
        match &verdicts.revision {
            Some(revision) => Self {
                a: "this build".to_owned(),
                b: revision.name.clone(),
            },
            None => Self {
                a: "generated".to_owned(),
                b: "hand-written".to_owned(),
            },
        }
    }
}

/// The place of a group in the page. Names may hold anything, numbers do not.
fn group_id(index: usize) -> String {
    format!("group-{}", index + 1)
}

/// How the plots of a cell are read, said once.
fn guide(sides: &Sides) -> Markup {
    html! {
        section.guide {
            h2 { "Each model and backend" }
            p {
                "A is " (sides.a) ", B is " (sides.b) ". Ratios are A ÷ B, on a logarithmic scale that is labelled in percent; "
                "the shaded band is the margin within which both count as equal."
            }
            p {
                b { "Run sequence. " }
                "Every dot is a pair of figures, taken one directly after the other, from left to right as the run "
                "took them, process by process; " (mark::dot(false)) " A came first, " (mark::dot(true)) " B came first. A dash is "
                "the mean of a process, a number below it the process's place in the whole run. Pairs of the "
                "warm-up are not shown. A trend from left to right would be drift; dots of one kind above the others would be an effect of order."
            }
            p {
                b { "Distribution. " }
                "The same pairs as a histogram; beneath it a tick for each process's mean, of which the estimate is made, and "
                "the estimate with its 90 % interval (thick) and its 95 % interval (thin). A triangle at an edge stands for what "
                "lies beyond the scale."
            }
        }
    }
}

/// The page without characters that neither HTML nor XML may hold, as a loader's message might.
pub(crate) fn printable(page: &str) -> String {
    let allowed = |letter: char| {
        matches!(letter, '\n' | '\t')
            || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    page.chars()
        .map(|letter| if allowed(letter) { letter } else { '\u{fffd}' })
        .collect()
}
