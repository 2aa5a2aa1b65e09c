//! The protocol of GradBench: JSON messages, one a line, each of which gets a response.
//!
//! A message that asks for something impossible gets a response that says so, and the next message is read.

mod evals;
mod measure;

use std::io::{self, BufRead, Write};

use serde::Serialize;
use serde_json::Value;

use self::measure::Timing;
use crate::json::Failure;

/// The name under which the suite knows the tool.
const TOOL: &str = "autodiff-rs";

/// A response, and in its fields what only some responses have.
#[derive(Default, Serialize)]
struct Response {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Vec<Timing>>,
}

/// Answers messages until there are no more.
///
/// # Errors
///
/// A message cannot be read, or a response cannot be written.
pub fn serve(messages: impl BufRead, mut responses: impl Write) -> io::Result<()> {
    for message in messages.split(b'\n') {
        let message = message?;
        if message.trim_ascii().is_empty() {
            continue;
        }
        serde_json::to_writer(&mut responses, &respond(&message))?;
        responses.write_all(b"\n")?;
        responses.flush()?;
    }
    Ok(())
}

fn respond(message: &[u8]) -> Response {
    let message: Value = match serde_json::from_slice(message) {
        Ok(message) => message,
        Err(error) => return Response::failure(Value::Null, format!("the message is not JSON: {error}")),
    };
    let id = message["id"].clone();
    answer(&message, id.clone()).unwrap_or_else(|error| Response::failure(id, error.to_string()))
}

fn answer(message: &Value, id: Value) -> Result<Response, Failure> {
    match text(message, "kind")? {
        "start" => Ok(Response { id, tool: Some(TOOL), ..Response::default() }),
        "define" => {
            evals::find(text(message, "module")?)?;
            Ok(Response { id, success: Some(true), ..Response::default() })
        }
        "evaluate" => {
            let eval = evals::find(text(message, "module")?)?;
            let evaluated = eval(text(message, "function")?, &message["input"])?;
            let (output, timings) = (Some(evaluated.output), Some(evaluated.timings));
            Ok(Response { id, success: Some(true), output, timings, ..Response::default() })
        }
        _ => Ok(Response { id, ..Response::default() }),
    }
}

fn text<'a>(message: &'a Value, field: &str) -> Result<&'a str, Failure> {
    message[field].as_str().ok_or_else(|| format!("the message has no text `{field}`").into())
}

impl Response {
    fn failure(id: Value, error: String) -> Self {
        Response { id, success: Some(false), error: Some(error), ..Response::default() }
    }
}
