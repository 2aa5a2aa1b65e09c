//! The text form of a graph, for tests and for looking at what a transform did.

use super::{End, Graph, Inst, Loop, Node, Region, Space, Step, Value};
use std::fmt::{self, Write};

impl fmt::Display for Graph {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters: Vec<String> = self.parameters().iter().map(|value| self.shown(*value)).collect();
        writeln!(formatter, "({}) {{", parameters.join(", "))?;
        self.write_region(self.body, 1, formatter)?;
        writeln!(formatter, "}}")
    }
}

impl Graph {
    fn shown(&self, value: Value) -> String {
        match &self[value].name {
            Some(name) => format!("{}%{}", name.stem, value.index()),
            None => format!("%{}", value.index()),
        }
    }

    fn shown_all(&self, values: &[Value]) -> String {
        values.iter().map(|value| self.shown(*value)).collect::<Vec<_>>().join(", ")
    }

    fn write_region(&self, region: Region, depth: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = "  ".repeat(depth);
        for &inst in &self[region].insts {
            self.write_inst(inst, depth, out)?;
        }
        match &self[region].end {
            End::Yield(values) => writeln!(out, "{indent}yield {}", self.shown_all(values)),
            End::Diverge => writeln!(out, "{indent}diverge"),
        }
    }

    fn write_inst(&self, inst: Inst, depth: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = "  ".repeat(depth);
        let data = &self[inst];
        write!(out, "{indent}")?;
        if !data.results.is_empty() {
            write!(out, "{} = ", self.shown_all(&data.results))?;
        }
        writeln!(out, "{} {}", self.label(&data.node), self.shown_all(&data.node.operands()))?;
        for &arm in data.node.regions() {
            writeln!(out, "{indent}{{ {}", self.shown_all(&self[arm].parameters))?;
            self.write_region(arm, depth + 1, out)?;
            writeln!(out, "{indent}}}")?;
        }
        Ok(())
    }

    fn label(&self, node: &Node) -> String {
        let steps = |path: &[Step]| {
            path.iter().fold(String::new(), |mut text, step| {
                match step {
                    Step::Index(_) => text.push_str("[]"),
                    Step::Range(..) => text.push_str("[..]"),
                    Step::Field(position) => write!(text, ".{position}").expect("a string takes everything"),
                }
                text
            })
        };
        match node {
            Node::Literal(number) => format!("literal {number:?}"),
            Node::Opaque(opaque) => format!("`{}`", opaque.tokens()),
            Node::Zero(_) | Node::ZeroLike { .. } => "zero".to_owned(),
            Node::Apply { op, .. } => op.name().to_owned(),
            Node::Select { comparison, .. } => format!("select {}", comparison.symbol()),
            Node::RulePullback { op, operand, .. } => format!("pullback {} {operand}", op.name()),
            Node::RuleTangent { op, operand, .. } => format!("tangent {} {operand}", op.name()),
            Node::Cast { to, .. } => format!("cast {to:?}"),
            Node::CastPullback { .. } => "pullback cast".to_owned(),
            Node::CastTangent { .. } => "tangent cast".to_owned(),
            Node::Same { form, .. } => format!("{form:?}").to_lowercase(),
            Node::Tuple(_) => "tuple".to_owned(),
            Node::Array(_) => "array".to_owned(),
            Node::Repeat { .. } | Node::RepeatVec { .. } => "repeat".to_owned(),
            Node::Push { .. } => "push".to_owned(),
            Node::Pop { .. } => "pop".to_owned(),
            Node::RepeatAdjoint { .. } => "pullback repeat".to_owned(),
            Node::Load { path, .. } => format!("load{}", steps(path)),
            Node::Store { path, .. } => format!("store{}", steps(path)),
            Node::Accumulate { path, .. } => format!("accumulate{}", steps(path)),
            Node::Call { .. } => "call".to_owned(),
            Node::CallVjp { .. } => "call vjp".to_owned(),
            Node::Pull { .. } => "pull".to_owned(),
            Node::IsZero { .. } => "is zero".to_owned(),
            Node::StrongZero { .. } => "strong zero".to_owned(),
            Node::CallJvp { .. } => "call jvp".to_owned(),
            Node::ConstantTangent { .. } => "constant tangent".to_owned(),
            Node::BesideArgument { .. } => "beside argument".to_owned(),
            Node::Branch { .. } => "branch".to_owned(),
            Node::Mirror { branch, .. } => format!("mirror of {}", branch.index()),
            Node::Taken { side, .. } => format!("taken {side:?}").to_lowercase(),
            Node::Recall { .. } => "recall".to_owned(),
            Node::Loop(Loop { space: Space::Again { .. }, .. }) => "loop again".to_owned(),
            Node::Loop(_) => "loop".to_owned(),
            Node::Lanes { .. } => "lanes".to_owned(),
            Node::LaneSum { .. } => "sum of lanes".to_owned(),
            Node::Extremum { op, part, .. } => format!("{} of{}", op.name(), steps(&part.path)),
            Node::MirrorLoop { of, .. } => format!("mirror of loop {}", of.index()),
        }
    }
}
