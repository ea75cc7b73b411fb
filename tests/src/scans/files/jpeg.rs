//! JPEG, baseline, grey: as lossy as the real thing, with code tables that are merely valid.
//!
//! Source: ITU-T T.81, annexes A and F.

use super::Sheet;

/// Table K.1: how coarsely each frequency is kept at quality 50.
const COARSENESS: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/// Encodes a page; `quality` from 1 to 100 as the usual programs have it.
pub(in crate::scans) fn jpeg(sheet: &Sheet, quality: u16, dpi: u32) -> Vec<u8> {
    let scale = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    let steps: Vec<u16> =
        COARSENESS.iter().map(|it| ((it * scale + 50) / 100).clamp(1, 255)).collect();
    let mut out = vec![0xff, 0xd8];
    let dots = |side: u32| u16::try_from(side).unwrap().to_be_bytes();
    let [high, low] = dots(dpi);
    segment(&mut out, 0xe0, &[b'J', b'F', b'I', b'F', 0, 1, 1, 1, high, low, high, low, 0, 0]);
    let order = zigzag();
    let mut table = vec![0];
    table.extend(order.iter().map(|at| u8::try_from(steps[*at]).unwrap()));
    segment(&mut out, 0xdb, &table);
    let ([y1, y0], [x1, x0]) = (dots(sheet.height), dots(sheet.width));
    segment(&mut out, 0xc0, &[8, y1, y0, x1, x0, 1, 1, 0x11, 0]);
    // Twelve codes of four bits, and 256 - 94 of eight: each symbol's is its place.
    let mut codes = vec![0_u8; 17];
    codes[4] = 12;
    codes.extend(0..12);
    segment(&mut out, 0xc4, &codes);
    let symbols = symbols();
    let mut codes = vec![0_u8; 17];
    (codes[0], codes[8]) = (0x10, u8::try_from(symbols.len()).unwrap());
    codes.extend(&symbols);
    segment(&mut out, 0xc4, &codes);
    segment(&mut out, 0xda, &[1, 1, 0, 0, 63, 0]);
    let mut bits = Bits { out, held: 0, n_held: 0 };
    let cosines = cosines();
    let mut last = 0;
    for top in (0..sheet.height).step_by(8) {
        for left in (0..sheet.width).step_by(8) {
            let block = transformed(&block(sheet, left, top), &cosines);
            let kept: Vec<i32> = order
                .iter()
                .map(|at| (block[*at] / f32::from(steps[*at])).round() as i32)
                .collect();
            write_block(&mut bits, &kept, &mut last, &symbols);
        }
    }
    bits.end()
}

fn segment(out: &mut Vec<u8>, mark: u8, bytes: &[u8]) {
    out.extend([0xff, mark]);
    out.extend(u16::try_from(bytes.len() + 2).unwrap().to_be_bytes());
    out.extend(bytes);
}

/// Frequencies from low to high: along diagonals, to and fro.
fn zigzag() -> Vec<usize> {
    let mut places: Vec<(usize, usize)> = (0..64).map(|at| (at / 8, at % 8)).collect();
    places.sort_by_key(|(y, x)| (y + x, if (y + x) % 2 == 0 { *x } else { *y }));
    places.into_iter().map(|(y, x)| y * 8 + x).collect()
}

/// Runs of zeros and sizes that occur: end of block, sixteen zeros, and the others.
fn symbols() -> Vec<u8> {
    let runs = (0..16).flat_map(|run| (1..=10).map(move |size| run << 4 | size));
    [0x00, 0xf0].into_iter().chain(runs).collect()
}

fn block(sheet: &Sheet, left: u32, top: u32) -> [f32; 64] {
    std::array::from_fn(|at| {
        let x = (left + at as u32 % 8).min(sheet.width - 1);
        let y = (top + at as u32 / 8).min(sheet.height - 1);
        f32::from(sheet.dots[(y * sheet.width + x) as usize]) - 128.0
    })
}

fn cosines() -> [f32; 64] {
    std::array::from_fn(|at| {
        let (u, x) = ((at / 8) as f32, (at % 8) as f32);
        let norm = if at < 8 { 0.125_f32.sqrt() } else { 0.5 };
        norm * ((2.0 * x + 1.0) * u * std::f32::consts::PI / 16.0).cos()
    })
}

/// The discrete cosine transform, by rows and then by columns.
fn transformed(dots: &[f32; 64], cosines: &[f32; 64]) -> [f32; 64] {
    let rows: [f32; 64] = std::array::from_fn(|at| {
        (0..8).map(|x| dots[at / 8 * 8 + x] * cosines[at % 8 * 8 + x]).sum()
    });
    std::array::from_fn(|at| (0..8).map(|y| rows[y * 8 + at % 8] * cosines[at / 8 * 8 + y]).sum())
}

fn write_block(bits: &mut Bits, kept: &[i32], last: &mut i32, symbols: &[u8]) {
    let step = kept[0] - *last;
    *last = kept[0];
    let size = size_of(step);
    bits.put(size, 4);
    bits.put_number(step, size);
    let code = |symbol: u32| symbols.iter().position(|it| u32::from(*it) == symbol).unwrap() as u32;
    let mut n_zeros = 0;
    for value in &kept[1..] {
        if *value == 0 {
            n_zeros += 1;
            continue;
        }
        while n_zeros > 15 {
            bits.put(code(0xf0), 8);
            n_zeros -= 16;
        }
        let size = size_of(*value);
        bits.put(code(n_zeros << 4 | size), 8);
        bits.put_number(*value, size);
        n_zeros = 0;
    }
    if n_zeros > 0 {
        bits.put(code(0), 8);
    }
}

fn size_of(value: i32) -> u32 {
    32 - value.unsigned_abs().leading_zeros()
}

struct Bits {
    out: Vec<u8>,
    held: u32,
    n_held: u32,
}

impl Bits {
    fn put(&mut self, value: u32, n: u32) {
        self.held = self.held << n | value & ((1 << n) - 1);
        self.n_held += n;
        while self.n_held >= 8 {
            self.n_held -= 8;
            let byte = (self.held >> self.n_held & 0xff) as u8;
            self.out.push(byte);
            if byte == 0xff {
                self.out.push(0);
            }
        }
    }

    /// A number of so many bits; negative ones are one less.
    fn put_number(&mut self, value: i32, n: u32) {
        if n > 0 {
            let value = if value < 0 { value - 1 } else { value };
            self.put(value.cast_unsigned(), n);
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.put(0x7f, 7);
        self.out.extend([0xff, 0xd9]);
        self.out
    }
}
