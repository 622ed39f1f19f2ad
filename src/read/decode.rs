use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::Problem;

/// Bytes of unknown encoding as text with `\n` line ends: by byte order mark, else UTF-8 if they
/// are, else by a guess from the bytes' statistics.
pub fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    decode_as(bytes, None)
}

/// As [`decode`], where somebody may have said what the charset is: the sender (who counts most), an
/// XML declaration, or a `<meta>` at the start. A declaration that the bytes contradict counts less
/// than they do.
pub fn decode_as(bytes: Vec<u8>, sent: Option<&str>) -> Result<String, Problem> {
    let text = if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
    } else if is_binary(&bytes) {
        return Err(Problem::Binary);
    } else {
        let declared = sent
            .and_then(|label| Encoding::for_label(label.as_bytes()))
            .or_else(|| declared(&bytes));
        // Many a page says "iso-8859-1" and is in UTF-8; few texts are valid UTF-8 by chance. A charset
        // whose every text is ASCII, as ISO-2022-JP, cannot be told so.
        let plain = declared.is_none_or(|encoding| encoding.is_ascii_compatible() || !bytes.is_ascii());
        match (plain, declared) {
            (true, declared) => String::from_utf8(bytes).unwrap_or_else(|error| {
                let bytes = error.as_bytes();
                match declared.filter(|encoding| *encoding != encoding_rs::UTF_8) {
                    Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
                    None => guess(bytes),
                }
            }),
            (false, Some(encoding)) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
            (false, None) => guess(&bytes),
        }
    };
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

/// The charset that an XML declaration or a `<meta>` near the start names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let xml = head.trim_start().starts_with("<?xml").then_some("encoding");
    let named = [xml, head.contains("<meta").then_some("charset")]
        .into_iter()
        .flatten()
        .find_map(|name| {
            let after = head.split_once(name)?.1.trim_start().strip_prefix('=')?;
            let label = after.trim_start_matches(['"', '\'', ' ']);
            let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c));
            Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
        })?;
    // What could be read to find the declaration is not in two bytes a letter.
    Some(if named == encoding_rs::UTF_16LE || named == encoding_rs::UTF_16BE {
        encoding_rs::UTF_8
    } else {
        named
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
