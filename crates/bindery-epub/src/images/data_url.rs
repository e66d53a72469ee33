//! Pictures in `data:` addresses (WHATWG Fetch, "data: URL processor").
use data_url::DataUrl;

/// The bytes in the address.
pub(super) fn decode(address: &str) -> Option<Vec<u8>> {
    let (bytes, _) = DataUrl::process(address).ok()?.decode_to_vec().ok()?;
    Some(bytes)
}
