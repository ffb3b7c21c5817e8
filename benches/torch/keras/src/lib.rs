//! What makes a generated program for PyTorch a subject of a test.

pub mod subject;
