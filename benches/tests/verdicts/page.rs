//! The page that is made from evidence.

use neural_bench::Backend;
use neural_bench::evidence::{
    Bundle, Contrast, Instrument, Margins, Outcome, Process, Quantity, Unit,
};
use neural_bench::verdict::{self, Work, html};
use roxmltree::{Document, ParsingOptions};

use crate::{evidence, maker};

/// The page of a bundle, which is well-formed, loads nothing, runs nothing and holds no figure that is none.
fn page(bundle: &Bundle) -> String {
    let page = html::page(bundle, &verdict::assess(bundle));
    check(&page);
    page
}

fn check(page: &str) {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(page, options).expect("well-formed");
    let mut ids = Vec::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        assert!(
            !["script", "link", "img", "iframe", "object", "use"].contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "src", "{name}");
            assert!(name != "href" || value.starts_with("#group-"), "{value}");
            let word = |text: &str| {
                value
                    .split(|it: char| !it.is_alphanumeric())
                    .any(|it| it == text)
            };
            assert!(
                name == "aria-label" || !(word("NaN") || word("inf")),
                "{name}={value}"
            );
            if name == "id" {
                assert!(!ids.contains(&value), "{value} twice");
                ids.push(value);
            }
        }
    }
    for href in document
        .descendants()
        .filter_map(|node| node.attribute("href"))
    {
        assert!(ids.contains(&&href[1..]), "{href} leads nowhere");
    }
    let style = document
        .descendants()
        .find(|node| node.has_tag_name("style"));
    let style = style.and_then(|node| node.text()).expect("a style sheet");
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert!(!page.contains("://"));
    let words = page.split(|it: char| !it.is_alphanumeric());
    for word in words {
        assert!(!["NaN", "inf", "https"].contains(&word), "{word}");
    }
}

fn unit(instrument: Instrument) -> Unit {
    Unit {
        model: "simple".to_owned(),
        backend: Backend::Torch,
        contrast: Contrast::Generated,
        instrument,
    }
}

/// The evidence with other processes.
fn with(processes: Vec<Process>) -> String {
    let mut bundle = evidence();
    bundle.processes = processes;
    page(&bundle)
}

#[test]
fn a_page_needs_nothing_but_itself() {
    let bundle = evidence();
    let page = page(&bundle);
    assert!(page.contains("VOID: <a href=\"#group-3\">deep/torch</a>"));
    assert!(page.contains("fixed before the run"));
    assert!(page.contains("loss of step 3: 2.3025851 generated"));
    let hash = bundle.hash.as_deref().expect("sealed");
    assert!(page.contains(hash));
}

#[test]
fn other_margins_are_said_to_be_chosen_late() {
    let bundle = evidence();
    let margins = Margins {
        time_percent: 10.0,
        memory_percent: 5.0,
    };
    let page = html::page(&bundle, &verdict::assess_within(&bundle, margins));
    check(&page);
    assert!(page.contains("chosen when the samples were known"));
    assert!(page.contains("--margin 10% --memory-margin 5%"));
}

#[test]
fn names_and_failures_are_escaped() {
    let mut bundle = evidence();
    let hostile = "</style><script>alert(1)</script>\"onload='x'&amp;\u{1b}[31m\0";
    for gate in &mut bundle.gates {
        gate.model = format!("{}{hostile}", gate.model);
        for check in &mut gate.checks {
            check.detail = hostile.to_owned();
            check.subject = hostile.to_owned();
        }
    }
    for process in &mut bundle.processes {
        process.unit.model += hostile;
        if process.number % 5 == 0 {
            process.outcome = Outcome::Failed(hostile.to_owned());
        }
    }
    bundle.work[0].sides = Err(hostile.to_owned());
    bundle.work[0].model += hostile;
    bundle.manifest.environment.cpu = hostile.to_owned();
    let page = page(&bundle);
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script"));
}

#[test]
fn the_operations_that_differ_are_shown() {
    let bundle = evidence();
    let mut verdicts = verdict::assess(&bundle);
    verdicts.groups[0].work = Some(Work {
        failed: None,
        operations: 1234,
        kernels: 56,
        same_kernels: true,
        differences: vec!["+2 aten::<copy>".to_owned(), "-1 aten::add".to_owned()],
    });
    verdicts.groups[1].work = Some(Work {
        failed: None,
        operations: 4321,
        kernels: 65,
        same_kernels: true,
        differences: Vec::new(),
    });
    let page = html::page(&bundle, &verdicts);
    check(&page);
    assert!(page.contains("<span class=\"added\">+2 aten::&lt;copy&gt;</span>"));
    assert!(page.contains("both sides execute the same 4,321 operations"));
    let report = verdict::report(&verdicts);
    assert!(report.contains("```diff\n+2 aten::<copy>\n-1 aten::add\n```"));
    assert!(report.contains("the same 4321 operations"));
}

#[test]
fn nothing_measured_is_said() {
    let page = with(Vec::new());
    assert!(page.contains("0 process(es) measured it"));
    let mut bundle = evidence();
    bundle.gates.clear();
    bundle.processes.clear();
    assert!(self::page(&bundle).contains("nothing was measured"));
}

#[test]
fn one_process_gives_no_estimate() {
    let one = maker::single(unit(Instrument::Time), 1, Quantity::Epoch, 0.1, 0.1);
    assert!(with(vec![one]).contains("1 process(es) measured it"));
}

#[test]
fn processes_that_all_failed_give_reasons() {
    let mut bundle = evidence();
    for process in &mut bundle.processes {
        process.outcome = Outcome::Failed(format!("no {}", process.number));
    }
    let page = page(&bundle);
    assert!(page.contains("FAILED</b>: process 1: no 1") || page.contains(": no 1"));
}

#[test]
fn figures_out_of_all_proportion_do_no_harm() {
    for (a, b) in [
        (1e300, 1.0),
        (1.0, 1e300),
        (0.0, 1.0),
        (1.0, 0.0),
        (0.0, 0.0),
        (1e-320, 1e300),
    ] {
        let sides = (1..=12).map(|number| {
            let (a, b) = if number % 2 == 0 { (a, b) } else { (0.1, 0.1) };
            maker::single(unit(Instrument::Time), number, Quantity::Epoch, a, b)
        });
        with(sides.collect());
        // All the same, so that there is no variance.
        let equal = (1..=12)
            .map(|number| maker::single(unit(Instrument::Memory), number, Quantity::Peak, a, b));
        with(equal.collect());
    }
}
