use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::Problem;

/// Bytes of unknown encoding as text with `\n` line ends: by byte order mark, else UTF-8 if they
/// are, else by a guess from the bytes' statistics.
pub fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    let text = if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
    } else if is_binary(&bytes) {
        return Err(Problem::Binary);
    } else {
        String::from_utf8(bytes).unwrap_or_else(|error| guess(error.as_bytes()))
    };
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

fn guess(bytes: &[u8]) -> String {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Text in any encoding without a byte order mark has no NUL and hardly a control character.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(8192)];
    let controls = start
        .iter()
        .filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace());
    start.contains(&0) || controls.count() * 10 > start.len()
}
