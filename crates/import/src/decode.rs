//! Bytes → text, in whatever encoding they are.
//!
//! In order: byte order mark, UTF-16 by its zero bytes, valid UTF-8, what the
//! page itself declares, statistics (`chardetng`). Invariant: never fails; says
//! when characters were lost.

mod euc_tw;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at to guess.
const SAMPLE_BYTES: usize = 1 << 20;

/// How far into a file an encoding declaration may stand (HTML says 1,024).
const DECLARATION_BYTES: usize = 4096;

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// WHATWG name, lower case.
    pub(crate) encoding: String,
    /// Whether some bytes made no character.
    pub(crate) lossy: bool,
}

/// Decodes the bytes of a file.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(decoded) = utf32(bytes).or_else(|| ibm855(bytes)) {
        return decoded;
    }
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    // UTF-16 before UTF-8: that of Latin text is valid UTF-8, full of NULs.
    let encoding = encoding.or_else(|| utf16_without_mark(bytes));
    let encoding = encoding.or_else(|| iso_2022_jp(bytes));
    let encoding = encoding.or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8));
    let encoding = encoding.or_else(|| mostly_utf8(bytes));
    let encoding = encoding.or_else(|| declared(bytes));
    if encoding.is_none()
        && let Some(decoded) = euc_tw::read(bytes, SAMPLE_BYTES)
    {
        return decoded;
    }
    let encoding = encoding.unwrap_or_else(|| guessed(bytes));
    let (text, encoding, lossy) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name().to_lowercase(), lossy }
}

/// UTF-32 with a byte order mark, which the web (and `encoding_rs`) does not know.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let (read, name): (fn([u8; 4]) -> u32, _) = match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => (u32::from_le_bytes, "utf-32le"),
        [0, 0, 0xfe, 0xff] => (u32::from_be_bytes, "utf-32be"),
        _ => return None,
    };
    let mut lossy = !bytes.len().is_multiple_of(4);
    let text = bytes[4..]
        .chunks_exact(4)
        .map(|unit| {
            let char = char::from_u32(read([unit[0], unit[1], unit[2], unit[3]]));
            lossy |= char.is_none();
            char.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    Some(Decoded { text, encoding: name.to_owned(), lossy })
}

/// IBM 855, the DOS code page of Serbia and Bulgaria, which the web does not
/// know either: only where it is declared.
fn ibm855(bytes: &[u8]) -> Option<Decoded> {
    const UPPER_HALF: &str = "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐\
        └┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}";
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let is_declared = ["=\"ibm855", "=ibm855", "='ibm855", "=\"cp855", "=cp855"]
        .iter()
        .any(|declaration| head.contains(declaration));
    if !is_declared || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let upper: Vec<char> = UPPER_HALF.chars().collect();
    let char = |byte: &u8| match byte.checked_sub(128) {
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        None => char::from(*byte),
    };
    let text = bytes.iter().map(char).collect();
    Some(Decoded { text, encoding: "ibm855".to_owned(), lossy: false })
}

/// In UTF-16 of any alphabet every other byte is one of a few (the script), and
/// zero where there are spaces and digits.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let profile = |start: usize| {
        let mut seen = [0_usize; 256];
        for byte in sample.iter().skip(start).step_by(2) {
            seen[usize::from(*byte)] += 1;
        }
        (seen.iter().filter(|n| **n > 0).count(), seen[0])
    };
    let ((even_kinds, even_zeros), (odd_kinds, odd_zeros)) = (profile(0), profile(1));
    let half = sample.len() / 2;
    if odd_kinds * 2 < even_kinds && odd_zeros * 20 > half && even_zeros * 50 < half {
        Some(UTF_16LE)
    } else if even_kinds * 2 < odd_kinds && even_zeros * 20 > half && odd_zeros * 50 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Japanese mail's encoding is plain ASCII with escape sequences.
fn iso_2022_jp(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let switches = |sequence: &[u8]| sample.windows(3).any(|window| window == sequence);
    (sample.is_ascii()
        && sample.contains(&0x1b)
        && switches(b"\x1b$B")
        && (switches(b"\x1b(B") || switches(b"\x1b(J")))
    .then_some(encoding_rs::ISO_2022_JP)
}

/// UTF-8 with a few damaged places is still UTF-8: reading it as anything else
/// would garble every accent.
fn mostly_utf8(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes[..bytes.len().min(SAMPLE_BYTES)].utf8_chunks() {
        n_good += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    (n_good >= 3 * n_bad).then_some(UTF_8)
}

/// `<meta charset=…>`, `<meta http-equiv … charset=…>`, `<?xml encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head =
        String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]).to_ascii_lowercase();
    let at = ["charset=", "<?xml"].iter().find_map(|mark| head.find(mark))?;
    let rest = &head[at..];
    let value = rest.split_once("charset=").or_else(|| rest.split_once("encoding="))?.1;
    let label: String = value
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|char| char.is_ascii_alphanumeric() || "-_:.".contains(*char))
        .collect();
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that can be read byte by byte is not in UTF-16, and the
    // bytes are no valid UTF-8 or we would not be here.
    let believable = encoding != UTF_16LE && encoding != UTF_16BE && encoding != UTF_8;
    let (_, lossy) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(SAMPLE_BYTES)]);
    (believable && !lossy).then_some(encoding)
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(SAMPLE_BYTES)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if encoding.is_single_byte() && only_signs(bytes) { WINDOWS_1252 } else { encoding }
}

/// Whether all that is beyond ASCII are the signs of Western European texts
/// (£, quotation marks, dashes): the Ł and ˇ they are elsewhere come with other letters.
fn only_signs(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(sample);
    text.chars().all(|char| char.is_ascii() || "£§©®°·–—‘’“”„…€«»•½¼¾™\u{a0}".contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| {
            text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
        };
        let russian = "Мост через гавань закрыт на три недели, сообщили в городе.";
        let german = "Die Brücke über den Hafen wird für drei Wochen geschlossen, hieß es.";
        for (bytes, text, encoding) in [
            (german.as_bytes().to_vec(), german, "utf-8"),
            (["\u{feff}".as_bytes(), german.as_bytes()].concat(), german, "utf-8"),
            (utf16(german, u16::to_le_bytes), german, "utf-16le"),
            (utf16(russian, u16::to_be_bytes), russian, "utf-16be"),
            (encoding_rs::WINDOWS_1251.encode(russian).0.into_owned(), russian, "windows-1251"),
            (encoding_rs::KOI8_R.encode(russian).0.into_owned(), russian, "koi8-u"),
            (encoding_rs::WINDOWS_1252.encode(german).0.into_owned(), german, "windows-1252"),
        ] {
            let decoded = decode(&bytes);
            assert_eq!(
                (decoded.text.as_str(), decoded.encoding.as_str(), decoded.lossy),
                (text, encoding, false)
            );
        }
    }

    #[test]
    fn declarations_are_believed_when_they_fit() {
        let page = [b"<meta charset=\"iso-8859-2\"><p>\xb1\xea\xf3" as &[u8], b"</p>"].concat();
        assert_eq!(decode(&page).encoding, "iso-8859-2");
        assert!(decode(&page).text.contains("ąęó"));
    }

    #[test]
    fn signs_alone_are_western() {
        let text = "The ferry costs £2 – “twice” as much as the bridge, the city says. It was £1.";
        let decoded = decode(&WINDOWS_1252.encode(text).0);
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, "windows-1252"));
        let polish = "Most nad portem będzie zamknięty przez trzy tygodnie, Łódź też.";
        let bytes = encoding_rs::WINDOWS_1250.encode(polish).0.into_owned();
        assert_eq!(decode(&bytes).text, polish);
    }

    #[test]
    fn japanese_mail() {
        let decoded = decode(b"\x1b$B%F%9%H\x1b(B ok");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding.as_str()),
            ("テスト ok", "iso-2022-jp")
        );
    }

    #[test]
    fn ibm855_where_it_is_declared() {
        let decoded = decode(b"<?xml version=\"1.0\" encoding=\"IBM855\"?><p>\xd3\xd6\xe3\xe5</p>");
        assert_eq!(decoded.encoding, "ibm855");
        assert!(decoded.text.ends_with("<p>Мост</p>"), "{}", decoded.text);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes =
            "für drei Wochen über die Brücke möglich nötig größer schön früh spät Öl Übel süß"
                .as_bytes()
                .to_vec();
        bytes[30] = 0xff;
        let decoded = decode(&bytes);
        assert_eq!((decoded.encoding.as_str(), decoded.lossy), ("utf-8", true));
    }

    #[test]
    fn utf32_with_a_mark() {
        let bytes: Vec<u8> =
            "\u{feff}aя".chars().flat_map(|char| u32::from(char).to_le_bytes()).collect();
        assert_eq!(decode(&bytes).text, "aя");
    }
}
