//! Files around pictures of pages: PNG, TIFF, JPEG, PDF, written by hand.

mod jpeg;

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::draw::Sheet;

pub(super) use jpeg::jpeg;

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(super) fn png(sheet: &Sheet) -> Vec<u8> {
    let rows = sheet.dots.chunks(sheet.width as usize).flat_map(|row| [&[0], row].concat());
    png_of((sheet.width, sheet.height), &deflated(&rows.collect::<Vec<u8>>()))
}

/// A grey PNG that claims this size.
pub(super) fn png_of((width, height): (u32, u32), packed: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], bytes: &[u8]| {
        let mut crc = Crc::new();
        crc.update(&[name, bytes].concat());
        out.extend((bytes.len() as u32).to_be_bytes());
        out.extend([name, bytes].concat());
        out.extend(crc.sum().to_be_bytes());
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[size.as_slice(), &[8, 0, 0, 0, 0]].concat());
    chunk(b"IDAT", packed);
    chunk(b"IEND", b"");
    out
}

/// Pages in one file, not packed.
pub(super) fn tiff(sheets: &[Sheet], dpi: u32) -> Vec<u8> {
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for sheet in sheets {
        let dots_at = out.len() as u32;
        out.extend(&sheet.dots);
        out.resize(out.len().next_multiple_of(2), 0);
        let resolution_at = out.len() as u32;
        out.extend([dpi.to_le_bytes(), 1_u32.to_le_bytes()].concat());
        let entries_at = out.len() as u32;
        out[link..link + 4].copy_from_slice(&entries_at.to_le_bytes());
        let long = |tag: u16, value: u32| (tag, 4_u16, value);
        let entries = [
            long(256, sheet.width),
            long(257, sheet.height),
            long(258, 8),
            long(259, 1),
            long(262, 1),
            long(273, dots_at),
            long(277, 1),
            long(278, sheet.height),
            long(279, sheet.dots.len() as u32),
            (282, 5, resolution_at),
            long(296, 2),
        ];
        out.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            out.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            out.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
        }
        link = out.len();
        out.extend([0; 4]);
    }
    out
}

/// A document whose pages are pictures, with a text layer where one is given.
pub(super) fn pdf(pages: &[(Sheet, &str)]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + n * 3)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()).into(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    for (n, (sheet, layer)) in pages.iter().enumerate() {
        let (content, picture) = (5 + n * 3, 6 + n * 3);
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
                 /Resources << /XObject << /P {picture} 0 R >> /Font << /F 3 0 R >> >> >>"
            )
            .into(),
        );
        let lines: Vec<String> = layer.lines().map(|line| format!("({line}) Tj T*")).collect();
        let drawn = format!(
            "q 595 0 0 842 0 0 cm /P Do Q BT 3 Tr /F 8 Tf 10 TL 40 780 Td {} ET",
            lines.join(" ")
        );
        objects.push(stream("", drawn.as_bytes()));
        objects.push(stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray \
                 /BitsPerComponent 8 /Filter /FlateDecode",
                sheet.width, sheet.height
            ),
            &deflated(&sheet.dots),
        ));
    }
    whole(&objects)
}

fn stream(about: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {about} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn whole(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    let end = format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
    out.extend(end.into_bytes());
    out
}
