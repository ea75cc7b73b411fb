//! Why the protocol could not be served, and why a call was not answered.

use parallax_engine::EngineError;
use rmcp::ErrorData;
use rmcp::model::CallToolResult;
use serde_json::json;

/// Why serving ended before the assistant wanted it to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum McpError {
    /// The system gives no threads or no timers.
    #[error("the protocol could not be started: {0}")]
    CannotStart(std::io::Error),
    /// What came in was not the beginning of a conversation.
    #[error("nothing that speaks the Model Context Protocol is at the other end: {0}")]
    NoConversation(String),
    /// The library cannot be opened.
    #[error(transparent)]
    Library(#[from] EngineError),
}

impl McpError {
    /// The next step, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::CannotStart(_) => None,
            Self::NoConversation(_) => {
                Some("an assistant starts this command itself; see the guide, Assistants")
            }
            Self::Library(error) => error.hint(),
        }
    }
}

/// Why one call has no answer, in words for the assistant and the person behind it.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
    hint: Option<&'static str>,
}

impl Refusal {
    /// What was asked makes no sense.
    pub(crate) fn arguments(message: impl Into<String>, hint: &'static str) -> Self {
        Self { code: "arguments", message: message.into(), hint: Some(hint) }
    }

    pub(crate) fn too_large(n_bytes: usize) -> Self {
        let message = format!("the answer would be {n_bytes} bytes long");
        Self { code: "too_large", message, hint: Some("ask for fewer with `limit`") }
    }

    pub(crate) fn crashed() -> Self {
        let message = "the program failed at this; the library is unchanged".to_owned();
        Self { code: "crashed", message, hint: None }
    }

    pub(crate) fn notes_not_allowed() -> Self {
        Self {
            code: "read_only",
            message: "this library is shown for reading only".to_owned(),
            hint: Some("its owner can start `parallax mcp --allow-notes`"),
        }
    }

    /// For what is no tool: the protocol has errors of its own there.
    pub(crate) fn into_protocol_error(self) -> ErrorData {
        let about = json!({ "code": self.code, "hint": self.hint });
        ErrorData::invalid_params(self.message, Some(about))
    }

    pub(crate) fn into_result(self) -> CallToolResult {
        CallToolResult::structured_error(json!({
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }))
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self { code: error.code(), message: error.to_string(), hint: error.hint() }
    }
}
