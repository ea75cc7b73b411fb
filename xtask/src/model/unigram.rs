//! Writes the files that describe a unigram tokenizer, as the `tokenizers` library
//! reads them.
//!
//! Text is rid of control characters and odd spaces (NMT's rules), brought to NFKC, its
//! runs of spaces become one, each word begins with `▁`, and the likeliest pieces are
//! taken (Kudo, arXiv:1804.10959) between `<s>` and `</s>`.
//! Not here: doing so (`crates/embed`).

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What the model calls its special pieces; their ids are where they stand in the list.
const BEGIN: &str = "<s>";
const PADDING: &str = "<pad>";
const END: &str = "</s>";
const UNKNOWN: &str = "<unk>";
const MASK: &str = "<mask>";

/// The files, by name. The message says which special piece is missing.
pub(super) fn files(
    pieces: &[(String, f32)],
    max_tokens: usize,
) -> Result<[(&'static str, Vec<u8>); 4], String> {
    let id = |piece: &str| {
        let id = pieces.iter().position(|(known, _)| known == piece);
        id.ok_or_else(|| format!("no piece `{piece}`"))
    };
    let tokenizer = tokenizer(pieces, &id)?;
    let special = json!({
        "bos_token": BEGIN, "cls_token": BEGIN, "eos_token": END, "mask_token": MASK,
        "pad_token": PADDING, "sep_token": END, "unk_token": UNKNOWN,
    });
    let mut tokenizer_config = special.clone();
    tokenizer_config["model_max_length"] = max_tokens.into();
    tokenizer_config["tokenizer_class"] = "XLMRobertaTokenizer".into();
    let config = json!({
        "model_type": "bert", "hidden_size": 384, "num_hidden_layers": 12,
        "num_attention_heads": 12, "intermediate_size": 1536, "hidden_act": "gelu",
        "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "type_vocab_size": 2,
        "vocab_size": pieces.len(), "pad_token_id": id(PADDING)?,
    });
    Ok([
        ("tokenizer.json", written(&tokenizer)),
        ("config.json", written(&config)),
        ("special_tokens_map.json", written(&special)),
        ("tokenizer_config.json", written(&tokenizer_config)),
    ])
}

fn tokenizer(
    pieces: &[(String, f32)],
    id: &dyn Fn(&str) -> Result<usize, String>,
) -> Result<Value, String> {
    let added = [BEGIN, PADDING, END, UNKNOWN, MASK].map(|piece| {
        Ok(json!({
            "id": id(piece)?, "content": piece, "single_word": false, "lstrip": piece == MASK,
            "rstrip": false, "normalized": false, "special": true,
        }))
    });
    let added = added.into_iter().collect::<Result<Vec<Value>, String>>()?;
    let special = |piece: &str| json!({ "SpecialToken": { "id": piece, "type_id": 0 } });
    let sequence = |name: &str| json!({ "Sequence": { "id": name, "type_id": 0 } });
    let named = |piece: &str| -> Result<Value, String> {
        Ok(json!({ "id": piece, "ids": [id(piece)?], "tokens": [piece] }))
    };
    // Scores as their shortest decimal form: the same on every machine.
    let vocabulary: Vec<Value> =
        pieces.iter().map(|(piece, score)| json!([piece, shortest(*score)])).collect();
    Ok(json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": added,
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Nmt" }, { "type": "NFKC" },
            { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " },
        ] },
        "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
            { "type": "WhitespaceSplit" },
            { "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true },
        ] },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special(BEGIN), sequence("A"), special(END)],
            "pair": [special(BEGIN), sequence("A"), special(END), special(END), sequence("B"),
                     special(END)],
            "special_tokens": { BEGIN: named(BEGIN)?, END: named(END)? },
        },
        "decoder": {
            "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true,
        },
        "model": {
            "type": "Unigram", "unk_id": id(UNKNOWN)?, "vocab": vocabulary, "byte_fallback": false,
        },
    }))
}

/// The 64-bit float that prints as `value` does.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

fn written(value: &Value) -> Vec<u8> {
    let mut text = String::new();
    write(value, &mut text);
    text.push('\n');
    text.into_bytes()
}

/// With maps in the order of their keys: the library's own order depends on what other
/// packages are built along.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, &Value> = map.iter().collect();
            text.push('{');
            for (n, (key, value)) in sorted.into_iter().enumerate() {
                text.push_str(if n == 0 { "" } else { "," });
                text.push_str(&json!(key).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (n, value) in values.iter().enumerate() {
                text.push_str(if n == 0 { "" } else { "," });
                write(value, text);
            }
            text.push(']');
        }
        single => text.push_str(&single.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_pieces_are_found_by_name() {
        let pieces = [BEGIN, PADDING, END, UNKNOWN, "▁a", MASK];
        let pieces = pieces.map(|piece| (piece.to_owned(), -0.1));
        let [(name, tokenizer), ..] = files(&pieces, 512).unwrap();
        let tokenizer: Value = serde_json::from_slice(&tokenizer).unwrap();
        assert_eq!(name, "tokenizer.json");
        assert_eq!(tokenizer["model"]["unk_id"], 3);
        assert_eq!(tokenizer["model"]["vocab"][4], json!(["▁a", -0.1]));
        assert_eq!(tokenizer["post_processor"]["special_tokens"][END]["ids"], json!([2]));
        assert_eq!(
            written(&json!({ "b": [1, "é"], "a": {} })),
            "{\"a\":{},\"b\":[1,\"é\"]}\n".as_bytes()
        );
        assert!(files(&pieces[1..], 512).unwrap_err().contains("`<s>`"));
    }
}
