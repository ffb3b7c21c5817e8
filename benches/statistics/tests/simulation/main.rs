//! x
mod source; mod world; mod explore;
#[test] fn go(){ explore::single() }
