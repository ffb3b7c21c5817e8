//! The ratios as a page: a bar for each contestant, the ratio beside it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::report::{Models, amount, models, ratio_text};
use super::{Contestant, Evidence, Quantity, Ratio};
use crate::backend::Backend;
use crate::verdict::html::{META, STYLE, printable};

/// The page of a run; it needs no other file and runs nothing.
pub fn page(evidence: &Evidence, ratios: &[Ratio]) -> String {
    let models = models(evidence);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (PreEscaped(META))
                title { "Neural beside PyTorch and Keras" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "Beside what people use instead" }
                    (facts(evidence))
                    p.note {
                        "Bars are medians of processes; shorter is better. Behind each stands the generated program's figure "
                        "divided by it, with the 95 % interval over rounds: below 1 the generated program is ahead. Bold where the "
                        "difference is certain, corrected over all " (ratios.len()) " ratios, and not shown to be within the margin."
                    }
                    @for backend in Backend::ALL {
                        @if ratios.iter().any(|ratio| ratio.against.backend == backend) {
                            section {
                                h2 { (backend) }
                                @for quantity in Quantity::ALL {
                                    (self::quantity(ratios, &models, backend, quantity))
                                }
                            }
                        }
                    }
                    (proofs(evidence))
                }
            }
        }
    };
    printable(&page.into_string())
}

fn facts(evidence: &Evidence) -> Markup {
    let environment = &evidence.environment;
    let rounds = evidence.processes.iter().map(|it| it.round).max();
    let fact = |name: &str, text: String| html! { div { dt { (name) } dd { (text) } } };
    html! {
        dl.facts {
            (fact("measured", format!(
                "{} processes in {} rounds, each in an order of its own",
                evidence.processes.len(),
                rounds.unwrap_or_default()
            )))
            (fact("commit", environment.commit.clone().unwrap_or_else(|| "unknown".to_owned())))
            (fact("machine", format!(
                "{}, {} cores, {}; {} thread(s)",
                environment.cpu, environment.cores, environment.system, evidence.plan.threads
            )))
            (fact("Python", evidence.python.clone()))
            (fact("data", evidence.dataset.name.clone()))
        }
    }
}

/// A quantity on a library: for each model a bar for each contestant.
fn quantity(ratios: &[Ratio], models: &Models, backend: Backend, quantity: Quantity) -> Markup {
    html! {
        h3 { (quantity) }
        div.forest {
            @for model in models {
                @let of_model: Vec<&Ratio> = ratios.iter()
                    .filter(|it| it.against.model == *model)
                    .filter(|it| it.against.backend == backend && it.quantity == quantity)
                    .collect();
                @let own = of_model.iter().find_map(|it| it.generated);
                @let figures = of_model.iter().filter_map(|it| it.theirs).chain(own);
                @let longest = figures.fold(0.0, f64::max);
                @if longest > 0.0 {
                    h4 { (model) }
                    (row(&Contestant::Generated.to_string(), own, longest, quantity, "less", html! {}))
                    @for ratio in of_model {
                        @let name = ratio.against.contestant.to_string();
                        (row(&name, ratio.theirs, longest, quantity, "inconclusive", said(ratio)))
                    }
                }
            }
        }
    }
}

fn row(
    name: &str,
    figure: Option<f64>,
    longest: f64,
    quantity: Quantity,
    class: &str,
    said: Markup,
) -> Markup {
    let width = figure.map_or(0.0, |figure| figure / longest * 100.0);
    html! {
        div.row {
            span.name { (name) }
            div.field {
                svg height="100%" aria-hidden="true" {
                    g class=(class) {
                        rect.mark x="0" y="22%" height="56%" width=(format!("{width:.2}%")) {}
                    }
                }
            }
            div.verdict { (amount(quantity, figure)) " " (said) }
        }
    }
}

/// The generated program's figure in multiples of a contestant's.
fn said(ratio: &Ratio) -> Markup {
    let Some(text) = ratio_text(ratio) else {
        return html! {};
    };
    let certain = ratio
        .judgement
        .is_some_and(|judgement| judgement.verdict.is_difference());
    html! {
        "· "
        @if certain { b { (text) } } @else { (text) }
    }
}

fn proofs(evidence: &Evidence) -> Markup {
    let failed = evidence.processes.iter();
    let failed = failed.filter_map(|process| Some((process, process.failed.as_ref()?)));
    html! {
        section {
            h2 { "The same network" }
            ul.checks {
                @for proof in &evidence.proofs {
                    li class=(if proof.same { "equivalent" } else { "failed" }) {
                        (proof.entrant) ": "
                        @if !proof.same { b { "not shown to be the same; " } }
                        (proof.detail.lines().last().unwrap_or_default())
                    }
                }
                @for (process, error) in failed {
                    li.failed {
                        b { "failed" } " in round " (process.round) ": " (process.entrant) ", "
                        (error.lines().last().unwrap_or_default())
                    }
                }
            }
        }
    }
}
