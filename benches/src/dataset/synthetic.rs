//! Seeded images that a network can learn.
//!
//! Each image is drawn from a stream of random numbers of its own, so the first images of a set are the
//! same however many are made. Classes come in shuffled rounds, so any whole number of rounds is
//! balanced.

use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use super::{Split, scale};
use crate::hex;

const SIDE: usize = 28;

/// The digits in five by seven dots, a row to a number, the leftmost dot in its highest bit.
const GLYPHS: [[u8; 7]; 10] = [
    [
        0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111,
    ],
    [
        0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110,
    ],
    [
        0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010,
    ],
    [
        0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110,
    ],
    [
        0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100,
    ],
];

/// Which images of a set are made; they share no random numbers.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// The ones to train with.
    Train,
    /// The ones to test with.
    Test,
}

/// Makes the images of a set, and hashes them on the way.
pub struct Maker {
    shape: Vec<usize>,
    classes: usize,
    seed: i64,
    /// A pattern for each class; none where the images are digits.
    patterns: Vec<Vec<u8>>,
    hasher: Sha256,
}

impl Maker {
    /// Digits of 28 by 28 pixels.
    pub fn digits(seed: i64) -> Self {
        Self {
            shape: vec![SIDE, SIDE, 1],
            classes: 10,
            seed,
            patterns: Vec::new(),
            hasher: Sha256::new(),
        }
    }

    /// For each class a pattern of the shape, under noise.
    pub fn patterns(shape: &[usize], classes: usize, seed: i64) -> Self {
        let patterns = (0..classes)
            .map(|class| pattern(shape, &mut stream(seed, PATTERNS + class as u64)))
            .collect();
        Self {
            shape: shape.to_vec(),
            classes,
            seed,
            patterns,
            hasher: Sha256::new(),
        }
    }

    /// The first `rows` images of a part.
    pub fn split(&mut self, part: Part, rows: usize) -> Split {
        let first = match part {
            Part::Train => 0,
            Part::Test => TEST,
        };
        let size = self.shape.iter().product();
        let mut images = Vec::with_capacity(rows * size);
        let mut labels = Vec::with_capacity(rows);
        let mut round: Vec<u8> = (0..self.classes).map(|class| class as u8).collect();
        let mut pixels = vec![0; size];
        for row in 0..rows {
            if row % self.classes == 0 {
                round.sort_unstable();
                round.shuffle(&mut stream(self.seed, ROUNDS + first + row as u64));
            }
            let label = round[row % self.classes];
            let mut random = stream(self.seed, first + row as u64);
            match self.patterns.get(usize::from(label)) {
                None => draw_digit(label, &mut random, &mut pixels),
                Some(pattern) => draw_pattern(pattern, &mut random, &mut pixels),
            }
            self.hasher.update([label]);
            self.hasher.update(&pixels);
            images.extend(scale(&pixels));
            labels.push(label);
        }
        Split {
            images,
            labels,
            shape: self.shape.clone(),
        }
    }

    /// The hash of all that was made.
    pub fn sha256(self) -> String {
        hex(&self.hasher.finalize())
    }
}

// Streams of random numbers: the images for training begin at 0.
const TEST: u64 = 1 << 40;
const PATTERNS: u64 = 1 << 41;
const ROUNDS: u64 = 1 << 42;

fn stream(seed: i64, number: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed.cast_unsigned());
    random.set_stream(number);
    random
}

/// Draws a glyph turned, slanted, stretched and moved a little, in thin or thick ink, on noise.
fn draw_digit(label: u8, random: &mut ChaCha8Rng, pixels: &mut [u8]) {
    let (sin, cos) = random.random_range(-0.25_f32..0.25).sin_cos();
    let slant = random.random_range(-0.2_f32..0.2);
    // Dots to a pixel: a glyph is about 18 pixels high and 13 wide.
    let width = random.random_range(0.32_f32..0.46);
    let height = random.random_range(0.32_f32..0.46);
    let centre = SIDE as f32 / 2.0;
    let right = centre + random.random_range(-2.5_f32..2.5);
    let down = centre + random.random_range(-2.5_f32..2.5);
    let ink = random.random_range(280.0_f32..480.0);
    random.fill_bytes(pixels);
    let glyph = &GLYPHS[usize::from(label)];
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let x = (index % SIDE) as f32 + 0.5 - right;
        let y = (index / SIDE) as f32 + 0.5 - down;
        let (x, y) = (cos * x + sin * y, cos * y - sin * x);
        let noise = f32::from(*pixel) * 0.2 - 25.0;
        let value = ink * sample(glyph, (x + slant * y) * width + 2.0, y * height + 3.0);
        *pixel = (value + noise).clamp(0.0, 255.0) as u8;
    }
}

/// How much ink is at a place of the glyph, between its dots in proportion.
fn sample(glyph: &[u8; 7], x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (right, down) = (x - left, y - top);
    let dot = |x: f32, y: f32| {
        let inside = (0.0..5.0).contains(&x) && (0.0..7.0).contains(&y);
        let set = inside && glyph[y as usize] >> (4 - x as u8) & 1 == 1;
        f32::from(u8::from(set))
    };
    dot(left, top) * (1.0 - right) * (1.0 - down)
        + dot(left + 1.0, top) * right * (1.0 - down)
        + dot(left, top + 1.0) * (1.0 - right) * down
        + dot(left + 1.0, top + 1.0) * right * down
}

/// A pattern of large patches: every dimension falls into at most four parts.
fn pattern(shape: &[usize], random: &mut ChaCha8Rng) -> Vec<u8> {
    const PARTS: usize = 4;
    let patches = PARTS.pow(shape.len() as u32);
    let mut values = vec![0; patches];
    random.fill_bytes(&mut values);
    (0..shape.iter().product())
        .map(|mut index: usize| {
            let mut patch = 0;
            for &size in shape.iter().rev() {
                patch = patch * PARTS + index % size * PARTS.min(size) / size;
                index /= size;
            }
            values[patch]
        })
        .collect()
}

fn draw_pattern(pattern: &[u8], random: &mut ChaCha8Rng, pixels: &mut [u8]) {
    random.fill_bytes(pixels);
    for (pixel, &value) in pixels.iter_mut().zip(pattern) {
        *pixel = pixel.midpoint(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of test images that are nearest to the mean training image of their class.
    fn nearest_mean(train: &Split, test: &Split, classes: usize) -> f64 {
        let size = train.shape.iter().product();
        let mut means = vec![vec![0.0_f32; size]; classes];
        for (image, &label) in train.images.chunks(size).zip(&train.labels) {
            let mean = &mut means[usize::from(label)];
            mean.iter_mut()
                .zip(image)
                .for_each(|(sum, value)| *sum += value);
        }
        let each = (train.len() / classes) as f32;
        means.iter_mut().flatten().for_each(|sum| *sum /= each);
        let right = test
            .images
            .chunks(size)
            .zip(&test.labels)
            .filter(|(image, label)| {
                let distance = |mean: &[f32]| -> f32 {
                    mean.iter()
                        .zip(*image)
                        .map(|(a, b)| (a - b) * (a - b))
                        .sum()
                };
                let nearest = (0..classes)
                    .min_by(|&a, &b| distance(&means[a]).total_cmp(&distance(&means[b])));
                nearest == Some(usize::from(**label))
            });
        right.count() as f64 / test.len() as f64
    }

    #[test]
    fn a_seed_gives_the_same_images_however_many() {
        let few = Maker::digits(1).split(Part::Train, 20);
        let many = Maker::digits(1).split(Part::Train, 50);
        assert_eq!(few.images[..], many.images[..few.images.len()]);
        assert_eq!(few.labels[..], many.labels[..20]);
    }

    #[test]
    fn seeds_and_parts_differ() {
        let train = Maker::digits(1).split(Part::Train, 10);
        assert_ne!(train, Maker::digits(2).split(Part::Train, 10));
        assert_ne!(train, Maker::digits(1).split(Part::Test, 10));
    }

    #[test]
    fn classes_are_balanced() {
        let split = Maker::patterns(&[4], 7, 3).split(Part::Train, 70);
        for class in 0..7 {
            assert_eq!(
                split.labels.iter().filter(|&&label| label == class).count(),
                10
            );
        }
    }

    #[test]
    fn digits_can_be_told_apart_but_not_too_easily() {
        let mut maker = Maker::digits(1);
        let train = maker.split(Part::Train, 1_000);
        let test = maker.split(Part::Test, 500);
        assert!(train.images.iter().all(|value| (0.0..=1.0).contains(value)));
        let share = nearest_mean(&train, &test, 10);
        assert!((0.6..0.99).contains(&share), "{share}");
    }

    #[test]
    fn patterns_can_be_told_apart() {
        for shape in [&[8, 8, 3][..], &[100], &[6, 10]] {
            let mut maker = Maker::patterns(shape, 5, 1);
            let train = maker.split(Part::Train, 100);
            let test = maker.split(Part::Test, 100);
            assert_eq!(train.images.len(), 100 * shape.iter().product::<usize>());
            assert!(nearest_mean(&train, &test, 5) > 0.9, "{shape:?}");
        }
    }

    #[test]
    fn the_hash_is_of_the_data() {
        let hash = |seed| {
            let mut maker = Maker::digits(seed);
            maker.split(Part::Train, 5);
            maker.sha256()
        };
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }
}
