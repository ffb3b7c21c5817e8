//! Curves as pictures: SVG with logarithmic axes.

use plotters::coord::Shift;
use plotters::prelude::{
    BindKeyPoints, ChartBuilder, Circle, Color, Cross, DashedLineSeries, DrawingArea,
    DrawingAreaErrorKind, DrawingBackend, DynElement, IntoDrawingArea, IntoDynElement, IntoFont,
    IntoLogRange, LineSeries, PathElement, RGBColor, SVGBackend, Text, TextStyle, TriangleMarker,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Curve, Form, Place, Sweep};
use crate::report::count;

/// Pixels across and down.
const SIZE: (u32, u32) = (560, 420);

/// Distinct for eyes that tell few colours apart, too (Okabe and Ito 2008).
const COLOURS: [RGBColor; 4] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 138, 100),
    RGBColor(170, 70, 140),
];

const INK: RGBColor = RGBColor(27, 29, 33);
const GRID: RGBColor = RGBColor(222, 225, 230);
const PAPER: RGBColor = RGBColor(255, 255, 255);

/// Pixels of a row of the legend above the axes.
const ROW: u32 = 20;

/// Labels' font and size; in SVG plotters makes it smaller by a quarter.
const FONT: (&str, u32) = ("sans-serif", 16);

/// Places along a fitted curve.
const STEPS: usize = 80;

/// The curves that stand in one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<'c> {
    /// What grows.
    pub sweep: Sweep,
    /// What it is a figure of.
    pub name: &'c str,
    /// Its curves, at least one.
    pub curves: &'c [Curve],
}

impl Figure<'_> {
    /// The name of its file: letters, digits, `-`, `_` and `.` only, for a model's name may hold anything.
    pub fn file(&self) -> String {
        let name: String = (self.name.chars())
            .map(|letter| match letter {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => letter,
                _ => '-',
            })
            .collect();
        match self.sweep {
            Sweep::Batch | Sweep::Images => format!("{}-{name}.svg", self.sweep),
            _ => format!("{}.svg", self.sweep),
        }
    }
}

/// The figures of some curves, in their order.
pub fn figures(curves: &[Curve]) -> Vec<Figure<'_>> {
    let of_figure = curves.chunk_by(|a, b| a.sweep == b.sweep && a.figure == b.figure);
    of_figure
        .map(|curves| Figure {
            sweep: curves[0].sweep,
            name: &curves[0].figure,
            curves,
        })
        .collect()
}

/// A figure as SVG.
pub fn svg(figure: &Figure) -> String {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
    draw(figure, &area).expect("a String takes every picture");
    drop(area);
    text
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw<B: DrawingBackend>(figure: &Figure, area: &DrawingArea<B, Shift>) -> Drawn<B> {
    area.fill(&PAPER)?;
    let rows = figure.curves.len().div_ceil(2) as u32;
    let (above, area) = area.split_vertically((rows * ROW) + 6);
    legend(figure, &above)?;
    let places: Vec<&Place> = figure.curves.iter().flat_map(|it| &it.places).collect();
    let (left, right) = ends(places.iter().map(|it| it.size));
    let (bottom, top) = ends(places.iter().flat_map(|it| [it.low, it.high]));
    let (bottom, top) = (bottom / 1.5, top * 1.5);
    let mut sizes: Vec<f64> = places.iter().map(|it| it.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let mut chart = ChartBuilder::on(&area)
        .margin(12)
        .x_label_area_size(48)
        .y_label_area_size(76)
        .build_cartesian_2d(
            (left / 1.25..right * 1.25)
                .log_scale()
                .with_key_points(sizes),
            (bottom..top)
                .log_scale()
                .with_key_points(round_values(bottom, top)),
        )?;
    chart
        .configure_mesh()
        .bold_line_style(GRID)
        .axis_style(INK)
        .label_style((FONT.0, FONT.1, &INK))
        .x_label_formatter(&|size| short(*size))
        .y_label_formatter(&|seconds| time(*seconds))
        .x_desc(figure.sweep.axis())
        .y_desc(figure.sweep.value())
        .draw()?;
    for (index, curve) in figure.curves.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let fitted = fitted(curve).into_iter();
        let fitted: Vec<(f64, f64)> = fitted
            .filter(|(_, seconds)| (bottom..top).contains(seconds))
            .collect();
        match &curve.fit {
            Some(fit) if fit.form() != Form::Line => {
                let style = colour.stroke_width(1);
                chart.draw_series(DashedLineSeries::new(fitted, 5, 4, style))?;
            }
            _ => {
                chart.draw_series(LineSeries::new(fitted, colour.stroke_width(1)))?;
            }
        }
        let bars = curve.places.iter().filter(|it| it.low < it.high);
        chart.draw_series(bars.map(|it| {
            let ends = vec![(it.size, it.low), (it.size, it.high)];
            PathElement::new(ends, colour.stroke_width(2))
        }))?;
        let points = curve.places.iter().map(|it| (it.size, it.median));
        chart.draw_series(points.map(|at| mark(index, at)))?;
    }
    area.present()
}

/// The names of the curves with their marks, two to a row: over the curves it could hide some.
fn legend<B: DrawingBackend>(figure: &Figure, area: &DrawingArea<B, Shift>) -> Drawn<B> {
    let style = TextStyle::from(FONT.into_font())
        .color(&INK)
        .pos(Pos::new(HPos::Left, VPos::Center));
    for (index, curve) in figure.curves.iter().enumerate() {
        let (row, column) = (index as i32 / 2, index as i32 % 2);
        let (x, y) = (100 + column * 220, (row + 1) * ROW as i32);
        area.draw(&mark(index, (x, y)))?;
        area.draw(&Text::new(curve.name.as_str(), (x + 14, y), style.clone()))?;
    }
    Ok(())
}

/// Dot, triangle, ring and cross: where two lie on one another, both are seen.
fn mark<C, B>(index: usize, at: C) -> DynElement<'static, B, C>
where
    C: Clone + 'static,
    B: DrawingBackend,
{
    let colour = COLOURS[index % COLOURS.len()];
    // Beyond four curves another mark comes with each colour.
    match (index + index / COLOURS.len()) % 4 {
        0 => Circle::new(at, 3, colour.filled()).into_dyn(),
        1 => TriangleMarker::new(at, 5, colour.filled()).into_dyn(),
        2 => Circle::new(at, 6, colour.stroke_width(2)).into_dyn(),
        _ => Cross::new(at, 5, colour.stroke_width(2)).into_dyn(),
    }
}

/// Places along the line where one fits, else along the nearer one of line and power.
fn fitted(curve: &Curve) -> Vec<(f64, f64)> {
    let Some(fit) = &curve.fit else {
        return Vec::new();
    };
    let is_line = fit.form() == Form::Line || fit.off_line <= fit.off_power;
    let (left, right) = ends(curve.places.iter().map(|it| it.size));
    (0..=STEPS)
        .map(|step| {
            let share = step as f64 / STEPS as f64;
            let size = left * libm::pow(right / left, share);
            let seconds = match is_line {
                true => fit.line().at(size),
                false => fit.power().at(size),
            };
            (size, seconds)
        })
        .collect()
}

/// The least and the greatest of some positive values.
fn ends(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    (low, values.fold(0.0, f64::max))
}

/// Powers of ten in a range; twice and five times these as well where there are few.
fn round_values(low: f64, high: f64) -> Vec<f64> {
    let decades = libm::log10(low).floor() as i32..=libm::log10(high).ceil() as i32;
    let steps: &[f64] = match libm::log10(high / low) {
        wide if wide > 3.5 => &[1.0],
        _ => &[1.0, 2.0, 5.0],
    };
    decades
        .flat_map(|decade| {
            steps
                .iter()
                .map(move |step| step * libm::pow(10.0, decade.into()))
        })
        .filter(|value| (low..=high).contains(value))
        .collect()
}

/// A time of one digit as people write it: `20 ms`.
fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        large if large >= 0.999 => (1.0, "s"),
        middle if middle >= 0.999e-3 => (1e3, "ms"),
        small if small >= 0.999e-6 => (1e6, "µs"),
        _ => (1e9, "ns"),
    };
    format!("{:.0} {unit}", seconds * factor)
}

/// A size in few letters: `60,000`, `370 k`, `3.7 M`.
fn short(size: f64) -> String {
    match size {
        large if large >= 999_500.0 => format!("{:.1} M", large / 1e6),
        middle if middle >= 99_950.0 => format!("{:.0} k", middle / 1e3),
        small => count(small as u64),
    }
}
