//! An assistant at a library: the Model Context Protocol over the program's own stdin and
//! stdout, spoken line by line, so that wrong lines can be sent as well.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::cli::{Library, count, sample};

/// A running `parallax mcp`, with which a conversation has begun.
struct Assistant {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    n_asked: i64,
}

impl Assistant {
    fn at(library: &Library, arguments: &[&str]) -> Self {
        let mut command = library.command(&[&["mcp"], arguments].concat());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().unwrap());
        let mut assistant = Self { child, stdin, stdout: BufReader::new(stdout), n_asked: 0 };
        let begun = assistant.ask(
            "initialize",
            &json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": { "name": "a test", "version": "1" },
            }),
        );
        assert_eq!(begun["result"]["serverInfo"]["name"], "parallax");
        assistant.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        assistant
    }

    fn send(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The answer to one request; whatever else is said before it is passed over.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.n_asked += 1;
        let id = self.n_asked;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string(),
        );
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).unwrap() > 0, "{method}: the program is gone");
            let said: Value = serde_json::from_str(&line).unwrap();
            if said["id"] == id {
                return said;
            }
        }
    }

    /// What a tool answers; its text says the same as its structure.
    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let answer = self.call_anyhow(tool, arguments);
        assert_eq!(answer["isError"], false, "{tool} {arguments}: {answer}");
        answer["structuredContent"].clone()
    }

    fn call_anyhow(&mut self, tool: &str, arguments: &Value) -> Value {
        let said = self.ask("tools/call", &json!({ "name": tool, "arguments": arguments }));
        let answer = said["result"].clone();
        if let Some(text) = answer["content"][0]["text"].as_str() {
            assert_eq!(serde_json::from_str::<Value>(text).unwrap(), answer["structuredContent"]);
        }
        answer
    }

    /// Goes away; the program then ends well.
    fn leave(mut self) {
        drop(self.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_assistant_can_ask_everything_and_change_nothing() {
    let library = Library::new();
    library.import(&sample());
    let mut assistant = Assistant::at(&library, &[]);
    let tools = assistant.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let named: Vec<&str> =
        tools.as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert!(!named.contains(&"add_note"), "{named:?}");
    for tool in tools.as_array().unwrap() {
        let (asked, answered) = (&tool["inputSchema"], &tool["outputSchema"]);
        assert_eq!(
            (&asked["type"], &answered["type"]),
            (&json!("object"), &json!("object")),
            "{tool}"
        );
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
    }

    let question = "the port authority hopes to make peace with its workers";
    let found = assistant.call("search", &json!({ "query": question, "limit": 3 }));
    let hit = found["hits"][0].clone();
    assert_eq!(count(&found["hits"]), 3);
    let words = hit["text"].as_str().unwrap();
    assert!(hit["citation"].as_str().unwrap().contains('—'), "{hit}");
    let passage = assistant.call("get_passage", &json!({ "passage_id": hit["passage_id"] }));
    assert_eq!(passage["text"], words);
    let place = json!({ "article_id": hit["article_id"], "span": hit["span"] });
    assert_eq!(assistant.call("get_passage", &place), passage);

    let whole = read_in_pieces(&mut assistant, &hit["article_id"]);
    assert_eq!(&whole[span(&hit["span"])], words, "spans are bytes of the text");
    let related = assistant.call("related", &json!({ "passage_id": hit["passage_id"] }));
    assert!(count(&related["hits"]) > 0);

    let stories = assistant.call("stories", &json!({ "article_id": hit["article_id"] }));
    let story = &stories["stories"][0]["story_id"];
    assert_eq!(stories["n_total"], 1);
    let ledger = assistant.call("ledger", &json!({ "story_id": story }));
    assert!(count(&ledger["rows"]) > 0 && count(&ledger["origins"]) > 1, "{ledger}");
    assert!(count(&assistant.call("quotes", &json!({ "story_id": story }))["families"]) > 0);
    assert!(count(&assistant.call("timeline", &json!({ "limit": 2 }))["events"]) == 2);
    let second = assistant.call("list_articles", &json!({ "limit": 5, "offset": 5 }));
    assert_eq!((count(&second["articles"]), &second["next_offset"]), (5, &json!(10)));

    let listed = assistant.ask("resources/list", &json!({}))["result"]["resources"].clone();
    assert_eq!(count(&listed), 12);
    let uri = hit["resource"].clone();
    let read = assistant.ask("resources/read", &json!({ "uri": uri }));
    assert!(read["result"]["contents"][0]["text"].as_str().unwrap().contains(words));

    let refused = assistant.call_anyhow("add_note", &json!({ "article_id": 1, "note": "Mine." }));
    assert_eq!(refused["structuredContent"]["code"], "read_only");
    assistant.leave();
}

#[test]
fn wrong_calls_are_answered_and_the_conversation_goes_on() {
    let library = Library::new();
    library.import(&sample()[..1]);
    let mut assistant = Assistant::at(&library, &[]);
    for (tool, arguments) in [
        ("search", json!({})),
        ("search", json!({ "query": 5 })),
        ("search", json!({ "query": "a", "limit": -1 })),
        ("search", json!({ "query": "a", "surprise": true })),
        ("get_article", json!({ "article_id": 999 })),
        ("get_passage", json!({ "article_id": 1, "span": [9, 3] })),
        ("get_passage", json!({ "article_id": 1, "span": [0, 1u64 << 60] })),
        ("related", json!({})),
        ("ledger", json!({ "story_id": 1, "states": ["guilty"] })),
        ("list_articles", json!({ "after": "last week" })),
    ] {
        let answer = assistant.call_anyhow(tool, &arguments);
        let said = &answer["structuredContent"];
        assert_eq!(answer["isError"], true, "{tool} {arguments}: {answer}");
        assert!(
            said["code"].is_string() && said["message"].is_string(),
            "{tool} {arguments}: {said}"
        );
    }
    for line in ["", "{", "[]", "null", r#"{"jsonrpc":"2.0","id":77,"method":"tools/call"}"#] {
        assistant.send(line);
    }
    assert!(assistant.ask("tools/call", &json!({ "name": "rm" }))["error"]["code"].is_i64());
    assert!(assistant.ask("nonsense", &json!({}))["error"]["code"].is_i64());
    for uri in ["file:///etc/passwd", "parallax://article/1/../2", "parallax://article/99"] {
        assert!(assistant.ask("resources/read", &json!({ "uri": uri }))["error"]["code"].is_i64());
    }
    let long = assistant.call("search", &json!({ "query": "ferry ".repeat(20_000) }));
    assert!(long["hits"].is_array());
    assert_eq!(count(&assistant.call("list_articles", &json!({}))["articles"]), 1);
    assistant.leave();
}

#[test]
fn notes_are_added_when_they_are_allowed_while_others_write() {
    let library = Library::new();
    let files = sample();
    library.import(&files[..1]);
    let mut assistant = Assistant::at(&library, &["--allow-notes"]);
    assistant.call("add_note", &json!({ "article_id": 1, "note": "Ask the harbour board." }));
    let note = assistant.call("add_note", &json!({ "article_id": 1, "note": " Twice. " }));
    assert_eq!(note["note"], "Ask the harbour board.\n\nTwice.");
    let empty = assistant.call_anyhow("add_note", &json!({ "article_id": 1, "note": "  " }));
    assert_eq!(empty["isError"], true);
    // What others import meanwhile is there at once.
    library.import(&files);
    assert_eq!(assistant.call("list_articles", &json!({}))["n_total"], 12);
    assert_eq!(library.json(0, &["show", "1"])["note"], note["note"]);
    assistant.leave();
}

/// The text of an article, read as an assistant reads long ones.
fn read_in_pieces(assistant: &mut Assistant, article: &Value) -> String {
    let mut text = String::new();
    let mut from = json!(0);
    while !from.is_null() {
        let question = json!({ "article_id": article, "from": from, "max_bytes": 301 });
        let piece = assistant.call("get_article", &question);
        text += piece["text"].as_str().unwrap();
        from = piece["next"].clone();
    }
    text
}

fn span(span: &Value) -> std::ops::Range<usize> {
    let at = |n: usize| usize::try_from(span[n].as_u64().unwrap()).unwrap();
    at(0)..at(1)
}
