//! Pictures of pages on the pipes: what a child asks its parent in the midst of a file,
//! and the answer.
//!
//! Invariant: whatever the child sends, the parent gets a picture of a size that may be,
//! or nothing. Not here: what is done with it (`pool`, `serve`).

use crate::ocr::{MAX_PIXELS, PageAt, Request, Task};

/// The first byte; answers about files begin with others.
const MARK: u8 = 100;

/// The same of the question whether a page may be read.
const MAY_READ: u8 = 101;

/// What a child asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whether this page may be read.
    May(PageAt),
    /// To have it read.
    Read(PageRequest),
}

/// A picture and what is wanted of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PageRequest {
    pub(super) task: Task,
    pub(super) dpi: u32,
    /// The picture as a file of Netpbm's (PGM).
    pub(super) pgm: Vec<u8>,
}

/// Whether these bytes ask for a page to be read.
pub(super) fn is_request(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(&(MARK | MAY_READ)))
}

pub(super) fn encode_may_read(page: PageAt) -> Vec<u8> {
    let mut bytes = vec![MAY_READ];
    bytes.extend(page.number.to_le_bytes());
    bytes.extend(page.n_pages.to_le_bytes());
    bytes
}

pub(super) fn encode(request: &Request<'_>) -> Vec<u8> {
    let dots = &request.picture.dots;
    let data_file = match &request.task {
        Task::Orientation => "",
        Task::Text(name) => name,
    };
    let mut bytes = vec![MARK, u8::try_from(data_file.len()).unwrap_or_default()];
    bytes.extend(data_file.as_bytes());
    for number in [request.picture.likely_dpi(), dots.width(), dots.height()] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(dots.as_raw());
    bytes
}

/// `None` if it makes no sense.
pub(super) fn decode(bytes: &[u8]) -> Option<Asked> {
    match bytes.split_first()? {
        (&MAY_READ, numbers) => {
            let (number, n_pages) = numbers.split_first_chunk::<4>()?;
            let number = u32::from_le_bytes(*number);
            let n_pages = u32::from_le_bytes(n_pages.try_into().ok()?);
            Some(Asked::May(PageAt { number, n_pages }))
        }
        _ => decode_request(bytes).map(Asked::Read),
    }
}

fn decode_request(bytes: &[u8]) -> Option<PageRequest> {
    let (&[MARK, n_name], rest) = bytes.split_first_chunk::<2>()? else { return None };
    let (name, rest) = rest.split_at_checked(usize::from(n_name))?;
    let name = std::str::from_utf8(name).ok()?;
    let (numbers, dots) = rest.split_at_checked(12)?;
    let mut numbers =
        numbers.chunks_exact(4).filter_map(|it| it.try_into().ok().map(u32::from_le_bytes));
    let mut next = || numbers.next();
    let (dpi, width, height) = (next()?, next()?, next()?);
    let n_dots = u64::from(width) * u64::from(height);
    if n_dots == 0 || n_dots > MAX_PIXELS || n_dots != dots.len() as u64 {
        return None;
    }
    let task = if name.is_empty() { Task::Orientation } else { Task::Text(name.to_owned()) };
    let mut pgm = format!("P5\n{width} {height}\n255\n").into_bytes();
    pgm.extend(dots);
    Some(PageRequest { task, dpi, pgm })
}

/// What the parent answers.
pub(super) fn encode_answer(answer: Option<&str>) -> Vec<u8> {
    let mut bytes = vec![u8::from(answer.is_some())];
    bytes.extend(answer.unwrap_or_default().as_bytes());
    bytes
}

pub(super) fn decode_answer(bytes: &[u8]) -> Option<String> {
    let (1, text) = bytes.split_first().map(|(mark, text)| (*mark, text))? else { return None };
    Some(String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::Picture;
    use image::GrayImage;
    use proptest::prelude::*;

    #[test]
    fn pages_and_answers_come_through() {
        let picture = Picture { dots: GrayImage::from_raw(2, 1, vec![7, 200]).unwrap(), dpi: 250 };
        let page = PageAt { number: 3, n_pages: 12 };
        let asked = encode_may_read(page);
        assert!(is_request(&asked));
        assert_eq!(decode(&asked), Some(Asked::May(page)));
        assert_eq!(decode(&asked[..6]), None);
        for task in [Task::Orientation, Task::Text("deu".to_owned())] {
            let bytes = encode(&Request { task: task.clone(), picture: &picture });
            assert!(is_request(&bytes));
            let pgm = b"P5\n2 1\n255\n\x07\xc8".to_vec();
            assert_eq!(decode(&bytes), Some(Asked::Read(PageRequest { task, dpi: 250, pgm })));
            for length in 0..bytes.len() {
                assert_eq!(decode(&bytes[..length]), None);
            }
        }
        for answer in [None, Some(""), Some("5\t1")] {
            assert_eq!(decode_answer(&encode_answer(answer)).as_deref(), answer);
        }
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = decode(&[&[MARK, 0], bytes.as_slice()].concat());
            let _ = decode_answer(&bytes);
        }
    }
}
