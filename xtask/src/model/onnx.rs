//! Writes a computation graph as an ONNX file.
//!
//! An ONNX file is a protocol buffer of a few message types; the fields used
//! here are numbered as in `onnx.proto` of ONNX 1.16 (IR version 10). The same
//! graph gives the same bytes on every machine, so its sha256 can be pinned.
//! Not here: what the graph computes (`bert`).

/// Of the standard operators.
const OPSET: u64 = 20;
const IR_VERSION: u64 = 10;

/// A value in the graph, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name(pub(super) String);

/// A graph that grows node by node.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Vec<u8>>,
    constants: Vec<(String, Vec<u8>)>,
}

/// A constant's values.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    F32(&'a [f32]),
    I8(&'a [i8]),
    I64(&'a [i64]),
    U8(&'a [u8]),
}

/// A constant that lies in a file beside the graph's.
pub(super) struct External<'a> {
    /// Its name, in the graph's folder.
    pub(super) file: &'a str,
    /// Of its first byte.
    pub(super) offset: usize,
    pub(super) shape: [usize; 2],
    pub(super) value_bytes: usize,
}

impl External<'_> {
    pub(super) fn n_bytes(&self) -> usize {
        self.shape.iter().product::<usize>() * self.value_bytes
    }
}

/// An attribute of a node.
pub(super) enum Attribute<'a> {
    Int(i64),
    Ints(&'a [i64]),
    Float(f32),
    Text(&'a str),
}

/// The element types used, as `TensorProto.DataType` numbers them.
#[derive(Clone, Copy)]
pub(super) enum ElementType {
    Float = 1,
    Uint8 = 2,
    Int64 = 7,
    Float16 = 10,
}

/// An input or output of the graph.
pub(super) struct Port<'a> {
    pub(super) name: &'a str,
    pub(super) element: ElementType,
    /// A number, or a name for a size known only when run.
    pub(super) shape: &'a [Result<u64, &'a str>],
}

impl Graph {
    /// A constant; the same name means the same constant.
    pub(super) fn constant(&mut self, name: &str, shape: &[usize], values: Values<'_>) -> Name {
        if !self.constants.iter().any(|(known, _)| known == name) {
            self.constants.push((name.to_owned(), tensor(name, shape, values)));
        }
        Name(name.to_owned())
    }

    /// A constant in another file.
    pub(super) fn external(
        &mut self,
        name: &str,
        element: ElementType,
        values: &External<'_>,
    ) -> Name {
        let mut tensor = Message::default();
        for size in values.shape {
            tensor.number(1, size as u64);
        }
        tensor.number(2, element as u64);
        tensor.text(8, name);
        let about = [
            ("location", values.file.to_owned()),
            ("offset", values.offset.to_string()),
            ("length", values.n_bytes().to_string()),
        ];
        for (key, value) in about {
            let mut entry = Message::default();
            entry.text(1, key);
            entry.text(2, &value);
            tensor.bytes(13, &entry.0);
        }
        tensor.number(14, 1);
        self.constants.push((name.to_owned(), tensor.0));
        Name(name.to_owned())
    }

    /// A node with one output. `operator` may carry its domain: `com.microsoft/Gelu`.
    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&Name],
        attributes: &[(&str, Attribute<'_>)],
    ) -> Name {
        let output = Name(format!("v{}", self.nodes.len()));
        self.node_to(operator, inputs, attributes, std::slice::from_ref(&output));
        output
    }

    /// A node whose outputs have the given names. An empty name is an input left out.
    pub(super) fn node_to(
        &mut self,
        operator: &str,
        inputs: &[&Name],
        attributes: &[(&str, Attribute<'_>)],
        outputs: &[Name],
    ) {
        let (domain, operator) = operator.split_once('/').unwrap_or(("", operator));
        let mut node = Message::default();
        for input in inputs {
            node.text(1, &input.0);
        }
        for output in outputs {
            node.text(2, &output.0);
        }
        node.text(3, &format!("{operator}_{}", self.nodes.len()));
        node.text(4, operator);
        for (name, value) in attributes {
            node.bytes(5, &attribute(name, value));
        }
        node.text(7, domain);
        self.nodes.push(node.0);
    }

    /// The whole file.
    pub(super) fn into_file(
        self,
        name: &str,
        inputs: &[Port<'_>],
        outputs: &[Port<'_>],
    ) -> Vec<u8> {
        let mut graph = Message::default();
        for node in &self.nodes {
            graph.bytes(1, node);
        }
        graph.text(2, name);
        for (_, constant) in &self.constants {
            graph.bytes(5, constant);
        }
        for input in inputs {
            graph.bytes(11, &port(input));
        }
        for output in outputs {
            graph.bytes(12, &port(output));
        }
        let mut model = Message::default();
        model.number(1, IR_VERSION);
        model.text(2, "parallax");
        model.bytes(7, &graph.0);
        for (domain, version) in [("", OPSET), ("com.microsoft", 1)] {
            let mut operators = Message::default();
            operators.text(1, domain);
            operators.number(2, version);
            model.bytes(8, &operators.0);
        }
        model.0
    }
}

fn tensor(name: &str, shape: &[usize], values: Values<'_>) -> Vec<u8> {
    let (element, raw): (u64, Vec<u8>) = match values {
        Values::F32(values) => (1, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        Values::U8(values) => (2, values.to_vec()),
        Values::I8(values) => (3, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        Values::I64(values) => (7, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
    };
    let mut tensor = Message::default();
    for size in shape {
        tensor.number(1, *size as u64);
    }
    tensor.number(2, element);
    tensor.text(8, name);
    tensor.bytes(9, &raw);
    tensor.0
}

fn attribute(name: &str, value: &Attribute<'_>) -> Vec<u8> {
    let mut attribute = Message::default();
    attribute.text(1, name);
    match value {
        Attribute::Float(value) => {
            attribute.tag(2, 5);
            attribute.0.extend(value.to_le_bytes());
            attribute.number(20, 1);
        }
        Attribute::Text(value) => {
            attribute.text(4, value);
            attribute.number(20, 3);
        }
        Attribute::Int(value) => {
            attribute.number(3, value.cast_unsigned());
            attribute.number(20, 2);
        }
        Attribute::Ints(values) => {
            for value in *values {
                attribute.number(8, value.cast_unsigned());
            }
            attribute.number(20, 7);
        }
    }
    attribute.0
}

fn port(port: &Port<'_>) -> Vec<u8> {
    let mut shape = Message::default();
    for size in port.shape {
        let mut dimension = Message::default();
        match size {
            Ok(size) => dimension.number(1, *size),
            Err(name) => dimension.text(2, name),
        }
        shape.bytes(1, &dimension.0);
    }
    let mut tensor = Message::default();
    tensor.number(1, port.element as u64);
    tensor.bytes(2, &shape.0);
    let mut kind = Message::default();
    kind.bytes(1, &tensor.0);
    let mut value = Message::default();
    value.text(1, port.name);
    value.bytes(2, &kind.0);
    value.0
}

/// Fields of a protocol buffer message, in wire format.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn tag(&mut self, field: u64, wire_type: u64) {
        self.varint(field << 3 | wire_type);
    }

    fn number(&mut self, field: u64, value: u64) {
        self.tag(field, 0);
        self.varint(value);
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.tag(field, 2);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn text(&mut self, field: u64, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_the_wire_format() {
        let mut message = Message::default();
        // The two examples of the protocol buffers' description of the encoding.
        message.number(1, 150);
        message.text(2, "testing");
        assert_eq!(message.0, b"\x08\x96\x01\x12\x07testing");
    }

    #[test]
    fn a_constant_is_written_once() {
        let mut graph = Graph::default();
        graph.constant("zero", &[1], Values::I64(&[0]));
        graph.constant("zero", &[1], Values::I64(&[0]));
        assert_eq!(graph.constants.len(), 1);
    }
}
