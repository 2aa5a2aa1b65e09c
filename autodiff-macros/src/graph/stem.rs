//! What to call values that nobody has named.

use super::{Form, Graph, Node, Value};
use crate::rules::Op;

impl Graph {
    /// What to call a value that nobody has named.
    pub(crate) fn stem(&self, value: Value) -> String {
        let text = |value: Value| self[value].name.as_ref().map(|name| name.stem.clone());
        match self.node(value) {
            Some(Node::Apply { op, form, .. }) => match (op, form) {
                (Op::Add, Form::Symbol) => "sum".to_owned(),
                (Op::Sub, Form::Symbol) => "difference".to_owned(),
                (Op::Mul, Form::Symbol) => "product".to_owned(),
                (Op::Div, Form::Symbol) => "quotient".to_owned(),
                (Op::Rem, Form::Symbol) => "remainder".to_owned(),
                (Op::Neg, Form::Symbol) => "negated".to_owned(),
                _ => op.name().to_owned(),
            },
            Some(Node::Call { callee, .. } | Node::CallVjp { callee, .. } | Node::CallJvp { callee, .. }) => {
                let last = callee.path.path.segments.last().map(|segment| segment.ident.to_string());
                last.unwrap_or_else(|| "result".to_owned())
            }
            Some(Node::Load { base, .. }) => text(*base).map_or("part".to_owned(), |base| format!("{base}_part")),
            Some(Node::Opaque(opaque)) if opaque.cut => "condition".to_owned(),
            Some(Node::Opaque(_)) => "constant".to_owned(),
            Some(
                Node::Accumulate { .. }
                | Node::Zero(_)
                | Node::ZeroLike { .. }
                | Node::RulePullback { .. }
                | Node::StrongZero { .. }
                | Node::Pull { .. },
            ) => "adjoint".to_owned(),
            Some(Node::Pop { .. }) => "popped".to_owned(),
            Some(Node::RuleTangent { .. }) => "tangent".to_owned(),
            Some(Node::Branch { .. } | Node::Recall { .. }) => "selected".to_owned(),
            Some(Node::IsZero { .. }) => "untouched".to_owned(),
            Some(Node::Taken { .. }) => "taken".to_owned(),
            Some(Node::Select { .. }) => "partial".to_owned(),
            Some(Node::Lanes { body }) => {
                self[*body].yields().first().map_or_else(String::new, |number| self.stem(*number))
            }
            Some(Node::LaneSum { .. }) => "lane_sum".to_owned(),
            Some(Node::Extremum { .. }) => "extremum".to_owned(),
            Some(_) => "value".to_owned(),
            None => "recorded".to_owned(),
        }
    }
}
