//! Pages drawn as a scanner would see them: text in a font of the system's, in columns,
//! askew, with noise. Always the same for the same seed.
//!
//! Not here: files around them (`files`).

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};

/// Debian's `fonts-wqy-microhei`.
pub(super) const CHINESE: &str = "truetype/wqy/wqy-microhei.ttc";

/// Debian's `fonts-urw-base35` and `fonts-dejavu-core`.
pub(super) const FONTS: [&str; 12] = [
    "opentype/urw-base35/NimbusRoman-Regular.otf",
    "opentype/urw-base35/NimbusSans-Regular.otf",
    "opentype/urw-base35/C059-Roman.otf",
    "opentype/urw-base35/P052-Roman.otf",
    "opentype/urw-base35/URWBookman-Light.otf",
    "opentype/urw-base35/NimbusMonoPS-Regular.otf",
    "opentype/urw-base35/NimbusRoman-Italic.otf",
    "opentype/urw-base35/NimbusSansNarrow-Regular.otf",
    "opentype/urw-base35/URWGothic-Book.otf",
    "truetype/dejavu/DejaVuSerif.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "opentype/urw-base35/NimbusRoman-Bold.otf",
];

/// How a page looks.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Below the system's folder of fonts.
    pub(super) font: &'static str,
    pub(super) dpi: u32,
    pub(super) points: f32,
    pub(super) n_columns: u32,
    /// Degrees, clockwise.
    pub(super) skew: f32,
    /// Of 255, at most, either way.
    pub(super) noise: u8,
    /// Whether words are broken at the ends of lines.
    pub(super) hyphens: bool,
    /// Brightness of the paper.
    pub(super) paper: u8,
    pub(super) seed: u64,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            font: FONTS[0],
            dpi: 200,
            points: 11.0,
            n_columns: 1,
            skew: 0.0,
            noise: 0,
            hyphens: false,
            paper: 244,
            seed: 1,
        }
    }
}

/// Grey dots, row by row from the top.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) width: u32,
    pub(super) height: u32,
    paper: u8,
    pub(super) dots: Vec<u8>,
}

/// A page: a head and a number at its edges, a headline, paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Content<'a> {
    pub(super) head: &'a str,
    pub(super) headline: &'a str,
    pub(super) paragraphs: &'a [&'a str],
    pub(super) number: &'a str,
}

/// Draws an A4 page.
pub(super) fn page(content: &Content<'_>, look: &Look) -> Sheet {
    let path = std::path::Path::new("/usr/share/fonts").join(look.font);
    let bytes = fs_err::read(&path).expect("`cargo xtask setup --tests` installs the fonts");
    let font = FontVec::try_from_vec_and_index(bytes, 0).unwrap();
    let dots_per_point = look.dpi as f32 / 72.0;
    let (width, height) = ((595.0 * dots_per_point) as u32, (842.0 * dots_per_point) as u32);
    let mut sheet = Sheet::new(width, height, look.paper);
    let mut pen = Pen { font: &font, sheet: &mut sheet };
    let (margin, size) = (60.0 * dots_per_point, look.points * dots_per_point);
    let (width, height) = (pen.sheet.width as f32, pen.sheet.height as f32);
    pen.line(margin, 35.0 * dots_per_point, size * 0.9, content.head);
    pen.line(width / 2.0, height - 50.0 * dots_per_point, size, content.number);
    let mut top = margin * 1.3;
    for line in pen.broken(content.headline, size * 1.9, width - 2.0 * margin, false) {
        pen.line(margin, top, size * 1.9, &line);
        top += size * 2.4;
    }
    top += size;
    let gap = size * 2.0;
    let n = look.n_columns as f32;
    let column = (width - 2.0 * margin - gap * (n - 1.0)) / n;
    let lines: Vec<(bool, String)> = content
        .paragraphs
        .iter()
        .flat_map(|text| {
            let broken = pen.broken(text, size, column, look.hyphens);
            broken.into_iter().enumerate().map(|(at, line)| (at == 0, line))
        })
        .collect();
    let per_column = lines.len().div_ceil(look.n_columns as usize);
    for (at, lines) in lines.chunks(per_column.max(1)).enumerate() {
        let (left, mut y) = (margin + at as f32 * (column + gap), top);
        for (is_first, line) in lines {
            y += if *is_first { size * 0.7 } else { 0.0 };
            pen.line(left, y, size, line);
            y += size * 1.25;
            assert!(y < height - margin, "the page is full");
        }
    }
    sheet.askew(look.skew).noisy(look.noise, look.seed)
}

struct Pen<'a> {
    font: &'a FontVec,
    sheet: &'a mut Sheet,
}

impl Pen<'_> {
    fn width(&self, text: &str, size: f32) -> f32 {
        let font = self.font.as_scaled(PxScale::from(size));
        text.chars().map(|char| font.h_advance(font.glyph_id(char))).sum()
    }

    fn line(&mut self, left: f32, top: f32, size: f32, text: &str) {
        let font = self.font.as_scaled(PxScale::from(size));
        let mut x = left;
        for char in text.chars() {
            let id = font.glyph_id(char);
            let glyph = id.with_scale_and_position(size, point(x, top + font.ascent()));
            x += font.h_advance(id);
            let Some(outline) = self.font.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, ink| {
                self.sheet.ink(
                    bounds.min.x as i32 + dx as i32,
                    bounds.min.y as i32 + dy as i32,
                    ink,
                );
            });
        }
    }

    /// Lines of a text, no wider than this.
    fn broken(&self, text: &str, size: f32, width: f32, hyphens: bool) -> Vec<String> {
        let mut lines = vec![String::new()];
        for (blank, word) in pieces(text) {
            let line = lines.last_mut().unwrap();
            let blank = if line.is_empty() { "" } else { blank };
            let longer = format!("{line}{blank}{word}");
            if self.width(&longer, size) <= width {
                *line = longer;
                continue;
            }
            let half: usize = word.chars().count() / 2;
            let at = word.char_indices().nth(half).map_or(0, |(at, _)| at);
            let is_plain = word.chars().all(char::is_lowercase) && half >= 4;
            let begun = format!("{line}{blank}{}-", &word[..at]);
            if hyphens && is_plain && self.width(&begun, size) <= width {
                *line = begun;
                lines.push(word[at..].to_owned());
            } else {
                lines.push(word);
            }
        }
        lines
    }
}

/// What a line may be broken before, with the blank that stands there otherwise: words, and
/// single letters of Chinese with the marks behind them.
fn pieces(text: &str) -> Vec<(&'static str, String)> {
    let mut pieces: Vec<(&'static str, String)> = Vec::new();
    for word in text.split_whitespace() {
        let mut blank = " ";
        for char in word.chars() {
            let is_han = |char: char| char >= '\u{3000}' || "“”‘’".contains(char);
            let is_mark = "，。：、”’！？".contains(char);
            let follows_opening = pieces.last().is_some_and(|(_, it)| it.ends_with(['“', '‘']));
            let is_plain =
                !is_han(char) && pieces.last().is_some_and(|(_, it)| !it.chars().any(is_han));
            match pieces.last_mut() {
                Some((_, piece))
                    if blank.is_empty() && (is_plain || is_mark || follows_opening) =>
                {
                    piece.push(char);
                }
                _ => pieces.push((blank, char.to_string())),
            }
            blank = "";
        }
    }
    pieces
}

impl Sheet {
    /// Paper of this brightness.
    pub(super) fn new(width: u32, height: u32, paper: u8) -> Self {
        Self { width, height, paper, dots: vec![paper; width as usize * height as usize] }
    }

    fn ink(&mut self, x: i32, y: i32, ink: f32) {
        if (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y) {
            let dot = &mut self.dots[y as usize * self.width as usize + x as usize];
            *dot = (f32::from(*dot) * (1.0 - ink * 0.88)) as u8;
        }
    }

    fn at(&self, x: i32, y: i32) -> f32 {
        let is_on = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        if is_on {
            f32::from(self.dots[y as usize * self.width as usize + x as usize])
        } else {
            f32::from(self.paper)
        }
    }

    /// Turned about its middle by a few degrees.
    fn askew(self, degrees: f32) -> Self {
        if degrees == 0.0 {
            return self;
        }
        let mut turned = Self::new(self.width, self.height, self.paper);
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (mid_x, mid_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (x as f32 - mid_x, y as f32 - mid_y);
                let (from_x, from_y) = (mid_x + dx * cos + dy * sin, mid_y - dx * sin + dy * cos);
                let (left, top) = (from_x.floor() as i32, from_y.floor() as i32);
                let (right, below) = (from_x - left as f32, from_y - top as f32);
                let across =
                    |row: i32| self.at(left, row) * (1.0 - right) + self.at(left + 1, row) * right;
                let dot = across(top) * (1.0 - below) + across(top + 1) * below;
                turned.dots[y as usize * self.width as usize + x as usize] = dot as u8;
            }
        }
        turned
    }

    pub(super) fn noisy(mut self, noise: u8, seed: u64) -> Self {
        if noise > 0 {
            let mut state = seed;
            for dot in &mut self.dots {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99_991);
                let by = (state >> 33) % (2 * u64::from(noise) + 1);
                *dot = dot.saturating_add(by as u8).saturating_sub(noise);
            }
        }
        self
    }

    /// Turned clockwise by a quarter.
    pub(super) fn turned(&self) -> Self {
        let mut turned = Self::new(self.height, self.width, self.paper);
        for y in 0..self.height {
            for x in 0..self.width {
                let to = x as usize * turned.width as usize + (self.height - 1 - y) as usize;
                turned.dots[to] = self.dots[y as usize * self.width as usize + x as usize];
            }
        }
        turned
    }
}
