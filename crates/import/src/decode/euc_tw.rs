//! EUC-TW, the Unix encoding of Taiwan, which the web does not know.
//!
//! Its two planes of characters are in the order of Big5, but for some seventy
//! places; so each character is looked up there. Invariant: only what is valid
//! throughout and reads like Chinese is taken for EUC-TW.
//! Source of the order: CNS 11643-1992 and Big5 (Lunde, CJKV Information
//! Processing, appendix on Big Five and CNS), checked against iconv.

use encoding_rs::BIG5;

use super::Decoded;

/// Fewer characters are too few to tell.
const MIN_CHARS: usize = 8;

/// One in this many characters of a Chinese text is among the commonest.
const COMMON_SHARE: usize = 12;

/// The commonest characters, of today's language and of the classical one.
const COMMON: &str = "的一是不了人我在有他這中大來上國個到說們為子和你地出也時年得就那要下以生會自去之\
    過家學對可後小心多天而能好都然沒日於起發成事者其曰所無";

/// Characters a row and rows a plane have.
const ROW: usize = 94;

/// Characters a row of Big5 has.
const BIG5_ROW: usize = 157;

/// Runs of characters in the same order: (first in the plane, first in Big5, length),
/// counted from 0.
const PLANE_1: &[(usize, usize, usize)] = &[
    (0, 0, 21),
    (21, 23, 2),
    (24, 22, 1),
    (29, 29, 44),
    (73, 74, 1),
    (74, 73, 1),
    (75, 75, 52),
    (127, 128, 1),
    (128, 127, 1),
    (129, 129, 19),
    (148, 149, 1),
    (149, 148, 1),
    (150, 150, 4),
    (155, 21, 1),
    (156, 158, 2),
    (160, 160, 74),
    (282, 234, 174),
    (3290, 471, 1412),
    (4702, 1884, 424),
    (5126, 1883, 1),
    (5127, 2308, 1876),
    (7003, 4571, 1),
    (7004, 4184, 387),
    (7391, 4572, 525),
    (7916, 5286, 1),
    (7917, 5097, 189),
    (8106, 5287, 84),
    (8190, 5517, 1),
    (8191, 5371, 54),
    (8245, 5426, 1),
    (8246, 5425, 1),
    (8247, 5427, 90),
    (8337, 5518, 354),
];

const PLANE_2: &[(usize, usize, usize)] = &[
    (0, 6280, 10),
    (10, 6291, 33),
    (43, 6372, 1),
    (44, 6324, 48),
    (92, 6373, 46),
    (138, 6586, 1),
    (139, 6419, 167),
    (306, 6587, 1840),
    (2146, 9074, 1),
    (2147, 8428, 108),
    (2255, 8537, 537),
    (2792, 8427, 1),
    (2793, 9075, 100),
    (2893, 8536, 1),
    (2894, 9175, 399),
    (3293, 9575, 1637),
    (4930, 11761, 1),
    (4931, 11212, 146),
    (5077, 11899, 1),
    (5078, 11358, 287),
    (5365, 12508, 1),
    (5366, 11645, 116),
    (5482, 11762, 137),
    (5619, 11900, 104),
    (5723, 12425, 1),
    (5724, 12004, 222),
    (5946, 12227, 198),
    (6144, 12426, 82),
    (6226, 12509, 86),
    (6312, 12226, 1),
    (6313, 12595, 8),
    (6321, 12604, 153),
    (6474, 12758, 56),
    (6530, 13114, 1),
    (6531, 12814, 113),
    (6644, 12603, 1),
    (6645, 12927, 142),
    (6787, 12757, 1),
    (6788, 13069, 45),
    (6833, 13115, 71),
    (6904, 13380, 1),
    (6905, 13186, 194),
    (7099, 13381, 490),
    (7589, 13914, 1),
    (7590, 13871, 43),
    (7633, 13915, 1),
    (7634, 13917, 11),
    (7645, 13916, 1),
    (7646, 13928, 4),
];

/// The text, if the bytes are EUC-TW.
pub(super) fn read(bytes: &[u8], sample: usize) -> Option<Decoded> {
    let as_big5 = to_big5(&bytes[..bytes.len().min(sample)])?;
    let (text, lossy) = BIG5.decode_without_bom_handling(&as_big5);
    let n_chars = text.chars().filter(|char| !char.is_ascii()).count();
    let n_common = text.chars().filter(|char| COMMON.contains(*char)).count();
    if lossy || n_chars < MIN_CHARS || n_common * COMMON_SHARE < n_chars {
        return None;
    }
    let as_big5 = to_big5(bytes)?;
    let (text, lossy) = BIG5.decode_without_bom_handling(&as_big5);
    Some(Decoded { text: text.into_owned(), encoding: "euc-tw".to_owned(), lossy })
}

/// The same text in Big5; none if some bytes are not EUC-TW.
fn to_big5(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut big5 = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let (runs, code, length) = match (first, after) {
            (0..=0x7f, _) => {
                big5.push(*first);
                rest = after;
                continue;
            }
            // Cut off at the end of the sample.
            (_, []) | (0x8e, [_] | [_, _]) => break,
            (0x8e, [0xa1, ..]) => (PLANE_1, &rest[2..], 4),
            (0x8e, [0xa2, ..]) => (PLANE_2, &rest[2..], 4),
            _ => (PLANE_1, rest, 2),
        };
        let place = |byte: u8| usize::from(byte).checked_sub(0xa1).filter(|at| *at < ROW);
        let at = place(*code.first()?)? * ROW + place(*code.get(1)?)?;
        let (from, to, _) =
            runs.iter().find(|(from, _, length)| (*from..from + length).contains(&at))?;
        let at = to + at - from;
        let (lead, trail) = (0xa1 + at / BIG5_ROW, at % BIG5_ROW);
        let trail = if trail < 63 { 0x40 + trail } else { 0xa1 + trail - 63 };
        big5.extend([u8::try_from(lead).ok()?, u8::try_from(trail).ok()?]);
        rest = &rest[length..];
    }
    Some(big5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_euc_tw_and_what_is_not() {
        // "大橋將關閉三個星期，市政府星期一說。" by iconv; the last character in the long form.
        let text = "大橋將關閉三個星期，市政府星期一說。";
        let bytes = [
            0xc4, 0xcb, 0xf0, 0xfd, 0xd9, 0xf2, 0xf9, 0xc3, 0xdd, 0xf0, 0xc4, 0xb5, 0xd4, 0xb6,
            0xd1, 0xd3, 0xdf, 0xe6, 0xa1, 0xa2, 0xc6, 0xcb, 0xd1, 0xc9, 0xcd, 0xb4, 0xd1, 0xd3,
            0xdf, 0xe6, 0xc4, 0xa1, 0xeb, 0xa9, 0x8e, 0xa1, 0xa1, 0xa4,
        ];
        let decoded = read(&bytes, 1 << 20).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, "euc-tw"));
        let other = "Мост через гавань закрыт на три недели, сообщили в городе.";
        assert_eq!(read(&encoding_rs::WINDOWS_1251.encode(other).0, 1 << 20), None);
        let chinese = "大桥将关闭三个星期，市政府星期一说。";
        assert_eq!(read(&encoding_rs::GBK.encode(chinese).0, 1 << 20), None);
        assert_eq!(
            read(&encoding_rs::EUC_KR.encode("다리는 삼 주 동안 닫힌다고 시가 말했다.").0, 1 << 20),
            None
        );
        assert_eq!(
            read(&encoding_rs::EUC_JP.encode("橋は三週間閉鎖されると市が発表した。").0, 1 << 20),
            None
        );
    }

    #[test]
    fn the_second_plane() {
        // 乂, the first of its plane, and 龤, near its end.
        assert_eq!(
            BIG5.decode(&to_big5(&[0x8e, 0xa2, 0xa1, 0xa1, 0x8e, 0xa2, 0xf1, 0xef]).unwrap()).0,
            "乂龤"
        );
    }
}
