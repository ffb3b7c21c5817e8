//! x
mod explore;
mod source;
mod world;
#[test]
fn go() {
    explore::single()
}
