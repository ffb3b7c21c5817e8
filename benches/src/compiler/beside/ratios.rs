//! From both sides' figures to ratios.

use neural_statistics::{Estimate, estimate};

use super::{Beside, Made, Output, Side};
use crate::record::Samples;

/// How many times as long the package takes for an output of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// The text's name.
    pub text: String,
    /// What is made.
    pub output: Output,
    /// Seconds of this compiler: the median of its processes' medians.
    pub ours: Option<f64>,
    /// Seconds of the package.
    pub package: Option<f64>,
    /// Characters of the program that each makes.
    pub characters: [Option<usize>; 2],
    /// The log of the package's median to ours, a datum for each round that has both.
    pub estimate: Option<Estimate>,
}

/// The ratios of every output of every text.
pub fn ratios(beside: &Beside) -> Vec<Ratio> {
    let texts = beside.request.texts.iter();
    texts
        .flat_map(|text| Output::ALL.map(|output| ratio(beside, &text.name, output)))
        .collect()
}

fn ratio(beside: &Beside, text: &str, output: Output) -> Ratio {
    let of = |side: Side| -> Vec<(usize, &Made)> {
        let attempts = beside.attempts.iter().filter(|it| it.side == side);
        let answered = attempts.filter_map(|it| Some((it.round, it.figures.as_ref()?)));
        answered
            .filter_map(|(round, figures)| {
                let mut made = figures.made.iter();
                let made = made.find(|made| made.text == text && made.output == output)?;
                Some((round, made))
            })
            .collect()
    };
    let (ours, package) = (of(Side::Ours), of(Side::Package));
    let median = |made: &Made| Samples(made.seconds.clone()).median();
    let logs: Vec<Vec<f64>> = (ours.iter())
        .filter_map(|(round, ours)| {
            let (_, package) = package.iter().find(|(other, _)| other == round)?;
            let (ours, package) = (median(ours)?, median(package)?);
            (ours > 0.0 && package > 0.0).then(|| vec![libm::log(package / ours)])
        })
        .collect();
    let middle = |side: &[(usize, &Made)]| {
        let medians = side.iter().filter_map(|(_, made)| median(made));
        Samples(medians.collect()).median()
    };
    let characters = |side: &[(usize, &Made)]| side.first()?.1.characters;
    Ratio {
        text: text.to_owned(),
        output,
        ours: middle(&ours),
        package: middle(&package),
        characters: [characters(&ours), characters(&package)],
        estimate: estimate(&logs),
    }
}
