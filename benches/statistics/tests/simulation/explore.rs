use crate::source::Source;
use crate::world::*;
use neural_statistics::*;
pub fn rate(seed: u64, trials: u64, mut f: impl FnMut(&mut Source) -> bool) -> String {
    let mut s = Source::new(seed);
    let c = (0..trials).filter(|_| f(&mut s)).count() as u64;
    let i = proportion(c, trials, 0.99);
    format!(
        "{:.2}% [{:.2},{:.2}]{}",
        100.0 * c as f64 / trials as f64,
        100.0 * i.low,
        100.0 * i.high,
        if i.low > 0.05 { " !!" } else { "" }
    )
}
pub fn single() {
    let n = 20000;
    let shapes = [
        Shape::Normal,
        Shape::HeavyTailed,
        Shape::SkewedBoth,
        Shape::Bimodal,
        Shape::Skewed05,
        Shape::Skewed1,
        Shape::RareLayout,
        Shape::Skewed2,
    ];
    for shape in shapes {
        for p in [10, 20, 40] {
            for out in [0.0, 0.05] {
                if out > 0.0 && shape != Shape::Normal {
                    continue;
                }
                let mk = |sd| World {
                    outliers: out,
                    ..World::new(shape, sd)
                };
                let v = |s: &mut Source, w: World, r: f64| {
                    verdicts(&[(w.estimate(s, r, p), margin())])[0].0
                };
                let t = std::time::Instant::now();
                let a = rate(1, n, |s| v(s, mk(0.04), 0.0).is_difference());
                let l = rate(2, n, |s| {
                    v(s, mk(0.01), margin().low) == Verdict::Equivalent
                });
                let h = rate(3, n, |s| {
                    v(s, mk(0.01), margin().high) == Verdict::Equivalent
                });
                let w = rate(4, n, |s| v(s, mk(0.04), ratio(1.01)) == Verdict::Less);
                println!(
                    "{shape:?} p={p} out={out}: diff {a} low {l} high {h} wrong {w}  {:?}",
                    t.elapsed()
                );
            }
        }
    }
    let t = std::time::Instant::now();
    let mut x = 0.0;
    for i in 0..100000 {
        x += student::critical(0.05, 9.0 + (i % 3) as f64)
    }
    println!("critical {:?} {x}", t.elapsed() / 100000);
    let t = std::time::Instant::now();
    let mut s = Source::new(1);
    for _ in 0..10000000 {
        x += s.normal()
    }
    println!("normal {:?} {x}", t.elapsed() / 10000000);
}
