//! Programs for the crate `tensorflow`.

use crate::diagnostic::Diagnostic;
use crate::network::Network;

/// The text of a program that holds the whole of the network.
///
/// # Errors
/// One diagnostic for each layer that the target cannot express.
pub fn generate(network: &Network, file: &str) -> Result<String, Vec<Diagnostic>> {
    let _ = (network, file);
    Ok(String::new())
}
