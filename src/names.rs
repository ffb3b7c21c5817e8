//! Names that were probably meant.

/// Names longer than this are not compared: nobody mistypes them, and the comparison is quadratic.
const LONGEST: usize = 64;

/// Of a file with more macros only so many are compared.
const MOST: usize = 2_000;

/// The candidate that is nearest to a name, where one is near enough to be meant: a few letters off,
/// or longer by a few words.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
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
            // `lr` for `learning_rate`.
            _ if candidate.contains('_') && initials(&candidate) == name => Some(allowed + 1),
            _ => None,
        }
    };
    candidates
        .into_iter()
        .take(MOST)
        .filter_map(|candidate| Some((distance(candidate)?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The first letters of the words of a name.
fn initials(name: &str) -> String {
    name.split('_')
        .filter_map(|word| word.chars().next())
        .collect()
}

/// "did you mean `Dense`?", where something is near.
pub(crate) fn did_you_mean<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYERS: [&str; 4] = ["Dense", "Conv2D", "Conv2DTranspose", "L1"];

    #[test]
    fn a_few_letters_off_or_cut_short() {
        for (name, meant) in [
            ("Dnse", "Dense"),
            ("dnese", "Dense"),
            ("DENSEE", "Dense"),
            ("conv2", "Conv2D"),
            ("Conv2DTrans", "Conv2DTranspose"),
        ] {
            assert_eq!(nearest(name, LAYERS), Some(meant), "{name}");
        }
    }

    #[test]
    fn initials_stand_for_words() {
        let names = ["momentum", "learning_rate", "use_ema"];
        assert_eq!(nearest("lr", names), Some("learning_rate"));
        assert_eq!(nearest("mr", names), None);
    }

    #[test]
    fn what_is_far_off_is_not_guessed() {
        for name in ["Foo", "", "Embedding", "xx"] {
            assert_eq!(nearest(name, LAYERS), None, "{name}");
        }
        assert_eq!(nearest(&"Dense".repeat(100), LAYERS), None);
    }
}
