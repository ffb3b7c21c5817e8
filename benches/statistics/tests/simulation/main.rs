//! The proof by simulation: experiments whose truth is known, and how often the verdicts on them are false.
//!
//! `docs/statistics.md` holds the table. `UPDATE_FIXTURES=1 cargo test -p neural-statistics --test simulation` writes it anew.

mod adaptive;
mod controls;
mod family;
mod power;
mod resampling;
mod single;
mod source;
mod table;
mod then;
mod world;

use std::fs;
use std::path::Path;

use table::Cell;

const BEGIN: &str = "<!-- simulation: begin -->\n";
const END: &str = "\n<!-- simulation: end -->";

#[test]
fn false_verdicts_are_as_rare_as_promised() {
    let sections = [
        single::promised(),
        single::unpromised(),
        family::section(),
        adaptive::edges_section(),
        adaptive::whole_runs(),
        controls::sound(),
        controls::broken(),
        power::section(),
        resampling::section(),
        then::section(),
    ];
    let rows = table::compute(&sections);
    let markdown = table::markdown(&sections, &rows);

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/statistics.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the mark before the table");
    let (kept, after) = rest.split_once(END).expect("the mark after the table");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        let page = format!("{before}{BEGIN}{markdown}{END}{after}");
        fs::write(&path, page).expect("the page can be written");
    } else {
        assert!(
            kept == markdown,
            "docs/statistics.md has another table; see the head of this file. It is now:\n{markdown}"
        );
    }

    for (section, rows) in sections.iter().zip(&rows) {
        for row in rows {
            for (name, cell) in section.header.iter().zip(row) {
                let Cell::Promised(rate) = cell else { continue };
                assert!(
                    rate.interval().low <= 0.05,
                    "{}: {} | {name}: {cell}",
                    section.title,
                    row[0]
                );
            }
        }
    }
}
