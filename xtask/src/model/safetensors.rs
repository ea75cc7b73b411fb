//! Reads tensors out of a `.safetensors` file: eight bytes of header length, a
//! JSON header, then the values.
//!
//! Source: the format's description in the safetensors project.
//! Not here: any type but 32-bit floats, which is all the model has.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bert::Weights;

/// Named tensors of 32-bit floats.
pub(super) struct Tensors {
    bytes: Vec<u8>,
    spans: BTreeMap<String, (usize, usize)>,
}

impl Tensors {
    /// Reads the header. The message says what is wrong with the file.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let header = bytes.first_chunk::<8>().ok_or("it is shorter than its header")?;
        let n_header = usize::try_from(u64::from_le_bytes(*header)).map_err(|e| e.to_string())?;
        let start = n_header.checked_add(8).ok_or("its header has no sensible length")?;
        let json = bytes.get(8..start).ok_or("it is shorter than its header")?;
        let table: BTreeMap<String, Value> =
            serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let spans = table
            .into_iter()
            .filter(|(_, about)| about["dtype"] == "F32")
            .filter_map(|(name, about)| {
                let offset = |n: usize| usize::try_from(about["data_offsets"][n].as_u64()?).ok();
                Some((name, (start + offset(0)?, start + offset(1)?)))
            })
            .collect();
        Ok(Self { bytes, spans })
    }
}

impl Weights for Tensors {
    fn get(&self, name: &str, n_values: usize) -> Result<Vec<f32>, String> {
        let (start, end) = self.spans.get(name).ok_or_else(|| format!("no tensor `{name}`"))?;
        let bytes = self.bytes.get(*start..*end).ok_or_else(|| format!("`{name}` is cut off"))?;
        let (values, rest) = bytes.as_chunks::<4>();
        if values.len() != n_values || !rest.is_empty() {
            return Err(format!("`{name}` has {} values, not {n_values}", values.len()));
        }
        Ok(values.iter().map(|value| f32::from_le_bytes(*value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, values: &[f32]) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    #[test]
    fn reads_what_is_there_and_says_what_is_not() {
        let header = r#"{"__metadata__":{"format":"pt"},
            "a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},
            "b":{"dtype":"F32","shape":[9],"data_offsets":[4,40]}}"#;
        let tensors = Tensors::read(file(header, &[1.0, 2.0, 3.0])).unwrap();
        assert_eq!(tensors.get("a", 2).unwrap(), [2.0, 3.0]);
        assert!(tensors.get("a", 3).unwrap_err().contains("2 values, not 3"));
        assert!(tensors.get("b", 9).unwrap_err().contains("cut off"));
        assert!(tensors.get("c", 1).unwrap_err().contains("no tensor"));
        assert!(Tensors::read(vec![1, 2]).is_err());
        assert!(Tensors::read(u64::MAX.to_le_bytes().to_vec()).is_err());
    }
}
