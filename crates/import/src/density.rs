//! Dots per inch that a PNG or a JPEG says it has: scanners write it, cameras do not mean it.
//!
//! Sources: PNG (W3C), 11.3.5.3 `pHYs`; JFIF 1.02. Not here: whether it is believed (`images`).

/// Of a PNG; 0 where it does not say.
pub(crate) fn of_png(bytes: &[u8]) -> f64 {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let (length, name) = (u32_of(&head[..4]), &head[4..]);
        match (name, after) {
            // Dots per metre, across and down.
            (b"pHYs", [a, b, c, d, _, _, _, _, 1, ..]) => {
                return f64::from(u32_of(&[*a, *b, *c, *d])) * 0.0254;
            }
            (b"IDAT" | b"pHYs", _) => return 0.0,
            _ => {}
        }
        // With the sum behind it.
        rest = after.get(length as usize + 4..).unwrap_or_default();
    }
    0.0
}

/// Of a JPEG; 0 where it does not say.
pub(crate) fn of_jpeg(bytes: &[u8]) -> f64 {
    let Some(&[b'J', b'F', b'I', b'F', 0, _, _, unit, high, low]) = bytes.get(6..16) else {
        return 0.0;
    };
    let density = f64::from(u16::from_be_bytes([high, low]));
    match unit {
        1 => density,
        2 => density * 2.54,
        _ => 0.0,
    }
}

fn u32_of(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, content) in chunks {
            bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            bytes.extend([name, *content, &[0; 4]].concat());
        }
        bytes
    }

    #[test]
    fn what_a_picture_says_is_read() {
        let per_metre = [&11_811_u32.to_be_bytes()[..], &11_811_u32.to_be_bytes(), &[1]].concat();
        let said = of_png(&png(&[(b"IHDR", &[0; 13]), (b"pHYs", &per_metre), (b"IDAT", b"x")]));
        assert!((said - 300.0).abs() < 0.01);
        let late = png(&[(b"IHDR", &[0; 13]), (b"IDAT", b"x"), (b"pHYs", &per_metre)]);
        assert!(of_png(&late).abs() < 0.01);
        let jpeg = |unit, density: u16| {
            let [high, low] = density.to_be_bytes();
            of_jpeg(&[
                0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, unit, high, low,
            ])
        };
        assert!((jpeg(1, 200) - 200.0).abs() < 0.01 && (jpeg(2, 118) - 299.72).abs() < 0.01);
        assert!(jpeg(0, 1).abs() < 0.01 && of_jpeg(&[0xff, 0xd8]).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            let _ = (of_png(&[b"\x89PNG\r\n\x1a\n", bytes.as_slice()].concat()), of_jpeg(&bytes));
        }
    }
}
