//! The program `neural`.

fn main() {}
