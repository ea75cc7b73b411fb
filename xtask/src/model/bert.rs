//! A BERT encoder as a graph for processors: published weights, with the products in
//! bytes.
//!
//! What makes it fast (measured on two cores, against the published 32-bit graph):
//! products of bytes instead of floats; one product for query, key and value; heads
//! taken apart by strides (`transBatch`) instead of transposing; plain `Add` and
//! `LayerNormalization`, since ONNX Runtime's fused form of both is not
//! vectorised; pooling inside. What keeps it true to the original: a scale per
//! column of weights, and outlying channels halved before they are rounded
//! (`SmoothQuant`, Xiao et al., arXiv:2211.10438), in powers of two.
//!
//! Invariant: one text a run. A product's scale is taken over the whole input, so
//! a vector would otherwise depend on its neighbours in the batch; the graph's
//! batch dimension is 1 and ONNX Runtime refuses any other. The attention mask is
//! an input only because callers pass one.
//! Not here: where weights come from (`safetensors`, `e5`), how tokens are made.

use super::onnx::{Attribute, ElementType, External, Graph, Name, Port, Values};
use super::outliers::{Input, Outliers};
use super::quantise::{by_column, by_row};

const N_HEADS: usize = 12;
const N_DIM: usize = 384;
const N_INNER: usize = 1536;
const N_POSITIONS: usize = 512;
/// Of layer normalisation, as in the models' `config.json`.
const EPSILON: f32 = 1e-12;

/// Tensors by name, as the original implementation names them.
pub(super) trait Weights {
    /// The values of a tensor in row-major order; there must be `n_values`.
    fn get(&self, name: &str, n_values: usize) -> Result<Vec<f32>, String>;
}

/// What tells one model of this shape from another.
pub(super) struct Shape<'a> {
    /// The graph's name in its file.
    pub(super) name: &'a str,
    pub(super) n_layers: usize,
    pub(super) words: Words<'a>,
}

/// The table of token embeddings.
pub(super) enum Words<'a> {
    /// So many of them, among the weights; one byte a value in the graph.
    AmongWeights(usize),
    /// In a file beside the graph, which sessions map instead of each reading it.
    Beside(FourBitWords<'a>),
}

/// Where a table of four bits a value lies: all values, then, from the next whole page
/// on, all scales as half floats.
#[derive(Clone, Copy)]
pub(super) struct FourBitWords<'a> {
    /// The file's name, in the graph's folder.
    pub(super) file: &'a str,
    pub(super) n_words: usize,
}

impl<'a> FourBitWords<'a> {
    /// Values that share a scale.
    pub(super) const BLOCK: usize = 32;
    /// What mapped files are cut into on every system.
    const PAGE: usize = 1 << 16;

    fn nibbles(self) -> External<'a> {
        External { file: self.file, offset: 0, shape: [self.n_words, N_DIM / 2], value_bytes: 1 }
    }

    fn scales(self) -> External<'a> {
        let shape = [self.n_words, N_DIM / Self::BLOCK];
        let offset = self.nibbles().n_bytes().next_multiple_of(Self::PAGE);
        External { file: self.file, offset, shape, value_bytes: 2 }
    }

    /// The file.
    ///
    /// - `nibbles`: a word after the other, as `words_in_four_bits` reads them.
    /// - `scales`: little-endian half floats.
    pub(super) fn file(self, mut nibbles: Vec<u8>, scales: &[u8]) -> Vec<u8> {
        nibbles.resize(self.scales().offset, 0);
        nibbles.extend(scales);
        nibbles
    }
}

/// The graph's file. The message says which tensor is missing or misshapen.
pub(super) fn graph(
    shape: &Shape<'_>,
    weights: &dyn Weights,
    outliers: &Outliers,
) -> Result<Vec<u8>, String> {
    let mut model = Model { weights, outliers, graph: Graph::default() };
    let mut hidden = model.embeddings(&shape.words)?;
    for layer in 0..shape.n_layers {
        hidden = model.layer(layer, &hidden)?;
    }
    model.pooled(&hidden);
    let tokens = [Ok(1), Err("n_tokens")];
    let input = |name| Port { name, element: ElementType::Int64, shape: &tokens };
    let output = Port {
        name: "sentence_embedding",
        element: ElementType::Float,
        shape: &[Ok(1), Ok(N_DIM as u64)],
    };
    Ok(model.graph.into_file(shape.name, &[input("input_ids"), input("attention_mask")], &[output]))
}

struct Model<'a> {
    weights: &'a dyn Weights,
    outliers: &'a Outliers,
    graph: Graph,
}

impl Model<'_> {
    /// Words, positions and the first token type, normalised: `[n_tokens, 384]`.
    fn embeddings(&mut self, words: &Words<'_>) -> Result<Name, String> {
        let ids = Name("input_ids".to_owned());
        let first_axis = self.numbers("axis_0", &[0]);
        let ids = self.graph.node("Squeeze", &[&ids, &first_axis], &[]);
        let words = match words {
            Words::AmongWeights(n_words) => self.words_in_bytes(&ids, *n_words)?,
            Words::Beside(table) => self.words_in_four_bits(&ids, *table),
        };

        let mut places =
            self.weights.get("embeddings.position_embeddings.weight", N_POSITIONS * N_DIM)?;
        let kinds = self.weights.get("embeddings.token_type_embeddings.weight", 2 * N_DIM)?;
        for (place, kind) in places.iter_mut().zip(kinds[..N_DIM].iter().cycle()) {
            *place += kind;
        }
        let places = self.graph.constant("places", &[N_POSITIONS, N_DIM], Values::F32(&places));
        let n_tokens = self.graph.node("Shape", &[&ids], &[]);
        let inputs = [&places, &first_axis, &n_tokens, &first_axis];
        let places = self.graph.node("Slice", &inputs, &[]);
        let sum = self.graph.node("Add", &[&words, &places], &[]);
        self.normalised(&sum, "embeddings.LayerNorm")
    }

    /// A byte a value, a scale a word: `[n_tokens, 384]`.
    fn words_in_bytes(&mut self, ids: &Name, n_words: usize) -> Result<Name, String> {
        let table = self.weights.get("embeddings.word_embeddings.weight", n_words * N_DIM)?;
        let table = by_row(&table, N_DIM);
        let bytes = self.graph.constant("words", &[n_words, N_DIM], Values::I8(&table.bytes));
        let scales = self.graph.constant("words.scale", &[n_words, 1], Values::F32(&table.scales));
        let rows = self.graph.node("Gather", &[&bytes, ids], &[]);
        let rows = self.as_floats(&rows);
        let scales = self.graph.node("Gather", &[&scales, ids], &[]);
        Ok(self.graph.node("Mul", &[&rows, &scales], &[]))
    }

    /// Two values a byte, the second half of a word's after the first, each 8 more than
    /// it means; a scale for every 32: `[n_tokens, 384]`.
    fn words_in_four_bits(&mut self, ids: &Name, table: FourBitWords<'_>) -> Name {
        let (nibbles, scales) = (table.nibbles(), table.scales());
        let nibbles = self.graph.external("words", ElementType::Uint8, &nibbles);
        let scales = self.graph.external("words.scale", ElementType::Float16, &scales);
        let pairs = self.graph.node("Gather", &[&nibbles, ids], &[]);
        let fifteen = self.graph.constant("fifteen", &[1], Values::U8(&[15]));
        let four = self.graph.constant("four", &[1], Values::U8(&[4]));
        let first = self.graph.node("BitwiseAnd", &[&pairs, &fifteen], &[]);
        let right = [("direction", Attribute::Text("RIGHT"))];
        let second = self.graph.node("BitShift", &[&pairs, &four], &right);
        let axis = [("axis", Attribute::Int(1))];
        let values = self.graph.node("Concat", &[&first, &second], &axis);
        let values = self.as_floats(&values);
        let eight = self.graph.constant("eight", &[1], Values::F32(&[8.0]));
        let values = self.graph.node("Sub", &[&values, &eight], &[]);

        let in_blocks = [0, as_i64(N_DIM / FourBitWords::BLOCK), as_i64(FourBitWords::BLOCK)];
        let in_blocks = self.numbers("blocks", &in_blocks);
        let values = self.graph.node("Reshape", &[&values, &in_blocks], &[]);
        let scales = self.graph.node("Gather", &[&scales, ids], &[]);
        let scales = self.as_floats(&scales);
        let last_axis = self.numbers("axis_2", &[2]);
        let scales = self.graph.node("Unsqueeze", &[&scales, &last_axis], &[]);
        let values = self.graph.node("Mul", &[&values, &scales], &[]);
        let rows = self.numbers("rows", &[0, as_i64(N_DIM)]);
        self.graph.node("Reshape", &[&values, &rows], &[])
    }

    fn as_floats(&mut self, values: &Name) -> Name {
        let to_float = [("to", Attribute::Int(ElementType::Float as i64))];
        self.graph.node("Cast", &[values], &to_float)
    }

    fn layer(&mut self, layer: usize, hidden: &Name) -> Result<Name, String> {
        let at = |rest: &str| format!("encoder.layer.{layer}.{rest}");
        let found = self.attention(layer, hidden)?;
        let dense = self.dense(&at("attention.output.dense"), N_DIM, N_DIM)?;
        let projected = self.product(&found, &at("attention.output"), &dense);
        let sum = self.graph.node("Add", &[&projected, hidden], &[]);
        let hidden = self.normalised(&sum, &at("attention.output.LayerNorm"))?;

        let dense = self.dense(&at("intermediate.dense"), N_DIM, N_INNER)?;
        let inner = self.smooth_product(layer, Input::Intermediate, &hidden, dense);
        let inner = self.graph.node("Gelu", &[&inner], &[]);
        let dense = self.dense(&at("output.dense"), N_INNER, N_DIM)?;
        let outer = self.smooth_product(layer, Input::Output, &inner, dense);
        let sum = self.graph.node("Add", &[&outer, &hidden], &[]);
        self.normalised(&sum, &at("output.LayerNorm"))
    }

    /// What each token takes from the others: `[n_tokens, 384]`.
    fn attention(&mut self, layer: usize, hidden: &Name) -> Result<Name, String> {
        let part = |name| format!("encoder.layer.{layer}.attention.self.{name}");
        let mut query = self.dense(&part("query"), N_DIM, N_DIM)?;
        let temper = 1.0 / ((N_DIM / N_HEADS) as f32).sqrt();
        for value in query.weights.iter_mut().chain(&mut query.bias) {
            *value *= temper;
        }
        let key = self.dense(&part("key"), N_DIM, N_DIM)?;
        let value = self.dense(&part("value"), N_DIM, N_DIM)?;
        let joined = Dense::side_by_side(&[query, key, value]);
        let joined = self.smooth_product(layer, Input::Attention, hidden, joined);

        let heads = self.numbers("heads", &[0, 3 * as_i64(N_HEADS), as_i64(N_DIM / N_HEADS)]);
        let joined = self.graph.node("Reshape", &[&joined, &heads], &[]);
        let parts = ["query", "key", "value"].map(|name| Name(part(name)));
        let three = [("axis", Attribute::Int(1)), ("num_outputs", Attribute::Int(3))];
        self.graph.node_to("Split", &[&joined], &three, &parts);
        let [query, key, value] = parts;

        // [n_tokens, heads, 32] read as [heads, n_tokens, 32] by strides.
        let by_head = [
            ("transB", Attribute::Int(1)),
            ("transBatchA", Attribute::Int(1)),
            ("transBatchB", Attribute::Int(1)),
        ];
        let fused = "com.microsoft/FusedMatMul";
        let scores = self.graph.node(fused, &[&query, &key], &by_head);
        let shares = self.graph.node("Softmax", &[&scores], &[("axis", Attribute::Int(-1))]);
        let taken =
            self.graph.node(fused, &[&shares, &value], &[("transBatchB", Attribute::Int(1))]);
        let order = [("perm", Attribute::Ints(&[1, 0, 2]))];
        let taken = self.graph.node("Transpose", &[&taken], &order);
        let rows = self.numbers("rows", &[0, as_i64(N_DIM)]);
        Ok(self.graph.node("Reshape", &[&taken, &rows], &[]))
    }

    /// The mean over tokens, of length 1: `[1, 384]`.
    fn pooled(&mut self, hidden: &Name) {
        let first_axis = self.numbers("axis_0", &[0]);
        let mean = self.graph.node("ReduceMean", &[hidden, &first_axis], &[]);
        let euclidean = [("axis", Attribute::Int(-1)), ("p", Attribute::Int(2))];
        let output = Name("sentence_embedding".to_owned());
        self.graph.node_to("LpNormalization", &[&mean], &euclidean, &[output]);
    }

    fn normalised(&mut self, input: &Name, name: &str) -> Result<Name, String> {
        let mut constant = |part: &str| -> Result<Name, String> {
            let name = format!("{name}.{part}");
            let values = self.weights.get(&name, N_DIM)?;
            Ok(self.graph.constant(&name, &[N_DIM], Values::F32(&values)))
        };
        let (weight, bias) = (constant("weight")?, constant("bias")?);
        let attributes = [("axis", Attribute::Int(-1)), ("epsilon", Attribute::Float(EPSILON))];
        Ok(self.graph.node("LayerNormalization", &[input, &weight, &bias], &attributes))
    }

    /// A product whose input has outlying channels.
    fn smooth_product(&mut self, layer: usize, at: Input, input: &Name, dense: Dense) -> Name {
        let name = format!("encoder.layer.{layer}.{}", at.name());
        let factors = self.outliers.factors(layer, at, dense.n_rows);
        let dense = dense.with_rows_multiplied(&factors);
        let inverse: Vec<f32> = factors.iter().map(|factor| factor.recip()).collect();
        let shape = [inverse.len()];
        let inverse = self.graph.constant(&format!("{name}.smooth"), &shape, Values::F32(&inverse));
        let input = self.graph.node("Mul", &[input, &inverse], &[]);
        self.product(&input, &name, &dense)
    }

    fn product(&mut self, input: &Name, name: &str, dense: &Dense) -> Name {
        let n_columns = dense.bias.len();
        let quantised = by_column(&dense.weights, n_columns);
        let shape = [dense.n_rows, n_columns];
        let mut constant = |part: &str, shape: &[usize], values: Values<'_>| {
            self.graph.constant(&format!("{name}.{part}"), shape, values)
        };
        let bytes = constant("weights", &shape, Values::I8(&quantised.bytes));
        let scales = constant("scales", &shape[1..], Values::F32(&quantised.scales));
        let bias = constant("bias", &shape[1..], Values::F32(&dense.bias));
        let no_zero_point = Name(String::new());
        let inputs = [input, &bytes, &scales, &no_zero_point, &bias];
        self.graph.node("com.microsoft/DynamicQuantizeMatMul", &inputs, &[])
    }

    fn dense(&self, name: &str, n_rows: usize, n_columns: usize) -> Result<Dense, String> {
        let transposed = self.weights.get(&format!("{name}.weight"), n_rows * n_columns)?;
        let bias = self.weights.get(&format!("{name}.bias"), n_columns)?;
        let weights =
            (0..n_rows).flat_map(|row| transposed[row..].iter().step_by(n_rows).copied()).collect();
        Ok(Dense { n_rows, weights, bias })
    }

    fn numbers(&mut self, name: &str, values: &[i64]) -> Name {
        self.graph.constant(name, &[values.len()], Values::I64(values))
    }
}

/// A linear map: `n_rows` inputs, as many outputs as `bias` has values.
struct Dense {
    n_rows: usize,
    /// Row-major.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// One map with the outputs of all, one after the other.
    fn side_by_side(parts: &[Dense]) -> Dense {
        let n_rows = parts[0].n_rows;
        let mut weights = Vec::new();
        for row in 0..n_rows {
            for part in parts {
                let n_columns = part.bias.len();
                weights.extend(&part.weights[row * n_columns..(row + 1) * n_columns]);
            }
        }
        Dense { n_rows, weights, bias: parts.iter().flat_map(|part| part.bias.clone()).collect() }
    }

    fn with_rows_multiplied(mut self, factors: &[f32]) -> Dense {
        for (row, factor) in self.weights.chunks_exact_mut(self.bias.len()).zip(factors) {
            for weight in row {
                *weight *= factor;
            }
        }
        self
    }
}

/// Sizes of this model, far below 2^63.
fn as_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
