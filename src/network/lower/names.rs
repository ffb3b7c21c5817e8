//! Names that were probably meant.

/// Names longer than this are not compared: nobody mistypes them, and the comparison is quadratic.
const LONGEST: usize = 64;

/// The candidate that is nearest to a name, where one is near enough to be meant: a few letters off,
/// or longer by a few words.
fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let allowed = (name.len() / 3).max(1);
    let distance = |candidate: &str| {
        let candidate = candidate.to_ascii_lowercase();
        match strsim::osa_distance(&name, &candidate) {
            distance if distance <= allowed => Some(distance),
            _ if name.len() > 2 && candidate.starts_with(&name) => Some(allowed + 1),
            _ => None,
        }
    };
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(candidate)?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `Dense`?", where something is near.
pub(super) fn did_you_mean<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}
