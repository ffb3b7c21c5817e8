//! Lists of cases with a reason each: `name: reason`, sorted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Reads a list; an absent file is empty.
pub fn read(path: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .map(|(name, reason)| (name.to_owned(), reason.to_owned()))
        .collect()
}

/// Writes a list.
///
/// # Panics
/// Where the file cannot be written.
pub fn write(path: &Path, head: &str, list: &BTreeMap<String, String>) {
    let mut text = format!("# {head}\n");
    for (name, reason) in list {
        text += &format!("{name}: {reason}\n");
    }
    fs::write(path, text).expect("the list can be written");
}

/// What differs between the list that is kept and what happens.
pub fn differences(
    kept: &BTreeMap<String, String>,
    happens: &BTreeMap<String, String>,
) -> Vec<String> {
    let gone = kept
        .keys()
        .filter(|name| !happens.contains_key(*name))
        .map(|name| format!("{name} is in the list and does not happen any more"));
    let new = happens
        .iter()
        .filter(|(name, reason)| kept.get(*name) != Some(reason))
        .map(|(name, reason)| format!("{name} is not in the list: {reason}"));
    gone.chain(new).collect()
}
