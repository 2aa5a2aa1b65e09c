//! Functions with a form of their own that shapes call: they fill scratch, call themselves, take rows, keep every so
//! many-th state.

use super::features::Features;
use super::functions::attribute;
use super::prng::Prng;
use super::shapes::shape;
use super::text::Text;
use super::types::Type;
use super::writer::{Style, Writer};

/// What a function takes and gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `(out: &mut [f64], x: &[f64], k: f64)`
    Fill,
    /// `(x: &[f64], k: f64) -> f64`
    Measure,
    /// `(x: f64, y: f64, n: usize) -> f64`
    Descend,
    /// `(x: &[f64]) -> f64`
    Halves,
    /// `(x: &[f64], k: f64) -> Vec<f64>`
    Make,
    /// `(m: &[Vec<f64>], x: &[f64]) -> f64`
    Matrix,
    /// `(v: &mut Vec<f64>, x: f64)`
    Grow,
    /// `(x: &mut f64, y: &mut f64, k: f64) -> f64`
    Step,
}

use Form::{Descend, Fill, Grow, Halves, Make, Matrix, Measure, Step};

/// A function that shapes may call.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    pub(crate) name: String,
    form: Form,
}

/// Writes a function of that name.
pub(crate) fn tool(prng: &mut Prng, style: Style, name: &str) -> (Tool, Text) {
    let form = [Fill, Fill, Measure, Descend, Descend, Halves, Make, Matrix, Grow, Step][prng.below(10)];
    let style = Style { features: Features::NONE, branches: false, ..style };
    let mut writer = Writer::new(prng, style, Type::Float(style.width));
    let (floats, counter): (&[&str], Option<&str>) = match form {
        Fill | Measure | Make => (&["k"], Some("i")),
        Descend | Step => (&["x", "y"], None),
        Halves | Matrix => (&[], None),
        Grow => (&["x"], None),
    };
    for float in floats {
        writer.declare(float, Type::Float(style.width), false);
    }
    if let Some(counter) = counter {
        writer.declare_counter(counter, 6);
    }
    if form == Step {
        for variable in &mut writer.scope {
            variable.passing = super::types::Passing::Reference;
        }
    }
    let (a, b) = (writer.small_hole(1), writer.small_hole(0));
    let c = writer.condition_hole();
    let plain = attribute("");
    let recursive = attribute("recursive");
    let every = 1 + writer.prng.below(4);
    let checkpoint = attribute(&format!("checkpoint = {every}"));
    let name_text = Text::same(name);
    let text = match (form, writer.prng.below(4)) {
        (Fill, 0) => shape!(
            writer,
            "$plain\npub fn $n(out: &mut [f64], x: &[f64], k: f64) {\n    for i in 0..out.len() {\n        out[i] = x[i % x.len()] * $a;\n    }\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Fill, 1) => shape!(
            writer,
            "$plain\npub fn $n(out: &mut [f64], x: &[f64], k: f64) {\n    for (i, (o, y)) in out.iter_mut().zip(x).enumerate() {\n        *o = *o * 0.5 + y * $a;\n    }\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Fill, 2) => shape!(
            writer,
            "$plain\npub fn $n(out: &mut [f64], x: &[f64], k: f64) {\n    for i in 0..out.len() {\n        if $c {\n            out[i] = $a;\n        } else if i > 0 {\n            out[i] += out[i - 1] * x[0];\n        }\n    }\n}\n",
            plain,
            n = name_text,
            a,
            c
        ),
        (Fill, _) => shape!(
            writer,
            "$plain\npub fn $n(out: &mut [f64], x: &[f64], k: f64) {\n    let last = out.len() - 1;\n    for i in 0..last {\n        out[i] = $a + x[0];\n    }\n    out[last] *= k.sin();\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Measure, 0) => shape!(
            writer,
            "$plain\npub fn $n(x: &[f64], k: f64) -> f64 {\n    let mut sum = $b;\n    for (i, y) in x.iter().enumerate() {\n        sum += (y - k) * (y - k) * $a;\n    }\n    sum\n}\n",
            plain,
            n = name_text,
            a,
            b = writer.literal(style.width)
        ),
        (Measure, 1) => shape!(
            writer,
            "$plain\npub fn $n(x: &[f64], k: f64) -> f64 {\n    let mut best = k;\n    for i in 0..x.len() {\n        if x[i] > best {\n            best = x[i] * $a;\n        }\n    }\n    best\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Measure, 2) => shape!(
            writer,
            "$checkpoint\npub fn $n(x: &[f64], k: f64) -> f64 {\n    let mut state = [k, 0.5];\n    for i in 0..x.len() {\n        state = [(state[1] + x[i]).sin(), state[0] * $a];\n    }\n    state[0] + state[1]\n}\n",
            checkpoint,
            n = name_text,
            a
        ),
        (Measure, _) => shape!(
            writer,
            "$plain\npub fn $n(x: &[f64], k: f64) -> f64 {\n    let mut sum = 0.0;\n    for i in 0..x.len() {\n        if sum > 1.0 {\n            return sum * k;\n        }\n        sum += x[i].abs() * 0.4;\n    }\n    sum + $a\n}\n",
            plain,
            n = name_text,
            a = {
                writer.scope.pop();
                writer.small_hole(1)
            }
        ),
        (Descend, 0) => shape!(
            writer,
            "$recursive\npub fn $n(x: f64, y: f64, n: usize) -> f64 {\n    if n == 0 {\n        return $a;\n    }\n    $b * $n(y * 0.7, x + 0.1, n - 1) + x\n}\n",
            recursive,
            n = name_text,
            a,
            b
        ),
        (Descend, 1) => shape!(
            writer,
            "$recursive\npub fn $n(x: f64, y: f64, n: usize) -> f64 {\n    let mut sum = $a;\n    for child in 0..n.min(3) {\n        sum += $n(x * 0.5, y.sin(), child) * $b;\n        if sum > 2.0 {\n            break;\n        }\n    }\n    sum\n}\n",
            recursive,
            n = name_text,
            a,
            b
        ),
        (Descend, _) => shape!(
            writer,
            "$checkpoint\npub fn $n(x: f64, y: f64, n: usize) -> f64 {\n    let (mut p, mut q) = (x.sin(), y);\n    for i in 0..n + 2 {\n        let next = (p * q + $a).cos();\n        p = q.sin() + $b;\n        q = next;\n    }\n    p * q\n}\n",
            checkpoint,
            n = name_text,
            a,
            b
        ),
        (Halves, _) => shape!(
            writer,
            "$recursive\npub fn $n(x: &[f64]) -> f64 {\n    match x.len() {\n        0 => 0.5,\n        1 => x[0].sin(),\n        _ => {\n            let (left, right) = x.split_at(x.len() / 2);\n            let (p, q) = ($n(left), $n(right));\n            (p * 0.5 + q) * if p > q { x[0] } else { 0.7 }\n        }\n    }\n}\n",
            recursive,
            n = name_text
        ),
        (Make, 0) => shape!(
            writer,
            "$plain\npub fn $n(x: &[f64], k: f64) -> Vec<f64> {\n    let mut made = Vec::new();\n    for i in 0..x.len() {\n        if x[i] > k {\n            made.push(x[i] * $a);\n        }\n    }\n    made.push(k);\n    made\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Make, _) => shape!(
            writer,
            "$plain\npub fn $n(x: &[f64], k: f64) -> Vec<f64> {\n    let mut made = vec![k; x.len() + 1];\n    for i in 0..x.len() {\n        made[i + 1] = made[i] * $a + x[i];\n    }\n    made\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Matrix, 0) => shape!(
            writer,
            "$plain\npub fn $n(m: &[Vec<f64>], x: &[f64]) -> f64 {\n    let mut sum = 0.0;\n    for (row, y) in m.iter().zip(x) {\n        for entry in row {\n            sum += entry * y;\n        }\n    }\n    sum\n}\n",
            plain,
            n = name_text
        ),
        (Matrix, _) => shape!(
            writer,
            "$plain\npub fn $n(m: &[Vec<f64>], x: &[f64]) -> f64 {\n    let mut out = vec![0.0; x.len()];\n    for i in 0..m.len() {\n        for j in 0..m[i].len() {\n            out[j % x.len()] += m[i][j] * x[i % x.len()];\n        }\n    }\n    out.iter().map(|y| y * y).sum::<f64>()\n}\n",
            plain,
            n = name_text
        ),
        (Grow, 0) => shape!(
            writer,
            "$plain\npub fn $n(v: &mut Vec<f64>, x: f64) {\n    if v.len() > 2 {\n        v.pop();\n    }\n    v.push($a);\n    v[0] *= x.cos();\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Grow, _) => shape!(
            writer,
            "$plain\npub fn $n(v: &mut Vec<f64>, x: f64) {\n    let last = v.last().copied().unwrap_or(0.5);\n    v.push(last * $a + x);\n}\n",
            plain,
            n = name_text,
            a
        ),
        (Step, _) => shape!(
            writer,
            "$plain\npub fn $n(x: &mut f64, y: &mut f64, k: f64) -> f64 {\n    let before = *x * k;\n    *x = $a + *y * 0.5;\n    *y = (before - *x).sin();\n    if *y > 0.2 {\n        *x *= 0.5;\n    }\n    before + *y\n}\n",
            plain,
            n = name_text,
            a
        ),
    };
    (Tool { name: name.to_string(), form }, text)
}

impl Writer<'_> {
    /// A call of such a function, mostly in a loop. The texts are the statements and what they compute.
    pub(crate) fn tool_call(&mut self) -> Option<(Text, Text)> {
        let tools = self.tools.clone();
        if tools.is_empty() {
            return None;
        }
        let tool = self.choose(&tools).clone();
        self.calls_again = true;
        let call = Text::same(&tool.name);
        let [s, i, c, p, q] = std::array::from_fn(|_| self.invent());
        let (before, array, length) = self.floats();
        let (k, b) = (self.small_hole(1), self.small_hole(0));
        let items = [1, 2, 3, 17][self.prng.below(4)];
        let (n, m) = (self.count(items), Text::same(length));
        let item = self.as_float(&shape!(self, "$i", i));
        let start = shape!(self, "$before let mut $s: f64 = 0.0;\n", before, s);
        let rest = match (tool.form, self.prng.below(3)) {
            (Fill, 0) => shape!(
                self,
                "let mut $c = [0.5; $m];\nfor $i in 0..$n {\n    $call(&mut $c, &$array[..], $k * $item);\n    for $p in 0..$m {\n        $s += $c[$p] * $b;\n    }\n}\n",
                c,
                m,
                i,
                n,
                call,
                array,
                k,
                item,
                p,
                s,
                b
            ),
            (Fill, 1) => shape!(
                self,
                "let mut $c = vec![$b; $m + 1];\nfor $i in 0..$n {\n    $call(&mut $c[1..], &$array[..], $s.sin());\n    $s += $c[0] * $c[$m];\n    $c[0] = $k;\n}\n$s += $c.iter().sum::<f64>();\n",
                c,
                m,
                i,
                n,
                call,
                array,
                k,
                s,
                b
            ),
            (Fill, _) => shape!(
                self,
                "let mut $c: Vec<f64> = $array.to_vec();\n$call(&mut $c, &$array[..], $k);\nlet $p = $c.clone();\n$call(&mut $c, &$p, $b);\n$s += $c[0] + $c[$m - 1] * $p[0];\n",
                c,
                m,
                call,
                array,
                k,
                p,
                s,
                b
            ),
            (Measure, 0) => shape!(
                self,
                "for $i in 0..$n {\n    $s = $s * 0.5 + $call(&$array[..], $k * $item).sin();\n}\n",
                i,
                n,
                call,
                array,
                k,
                item,
                s
            ),
            (Measure, 1) => shape!(
                self,
                "for $i in 0..$m {\n    $s += $call(&$array[..=$i], $b).sin() * $call(&$array[$i..], $k).cos();\n}\n",
                i,
                m,
                call,
                array,
                k,
                s,
                b
            ),
            (Measure, _) => shape!(
                self,
                "let mut $c = [$b; 3];\nfor $i in 0..$n {\n    $c[$i % 3] = $k * $item;\n    $s += $call(&$c, 0.2).tanh();\n}\n",
                c,
                i,
                n,
                call,
                k,
                item,
                s,
                b
            ),
            (Descend, 0) => shape!(self, "$s += $call($k, $b, $n % 5);\n", call, k, b, n, s),
            (Descend, _) => shape!(
                self,
                "for $i in 0..$n % 5 {\n    $s += $call($k + $item * 0.1, $array[$i % $m], $i).sin();\n}\n",
                call,
                k,
                item,
                array,
                i,
                m,
                n,
                s
            ),
            (Halves, 0) => shape!(self, "$s += $call(&$array[..]) * $k;\n", call, array, k, s),
            (Halves, _) => {
                shape!(self, "for $i in 0..=$m {\n    $s += $call(&$array[..$i]) * $b;\n}\n", call, array, i, m, b, s)
            }
            (Make, 0) => shape!(
                self,
                "let $c = $call(&$array[..], $k);\nfor $p in &$c {\n    $s += $p * $b;\n}\n$s += $c[$c.len() - 1];\n",
                c,
                call,
                array,
                k,
                p,
                b,
                s
            ),
            (Make, _) => shape!(
                self,
                "let mut $c = vec![$b];\nfor $i in 0..$n % 4 {\n    $c = $call(&$c, $k * 0.3);\n    $c[0] += $item * 0.1;\n}\n$s += $c.iter().map(|$p| $p * $p).sum::<f64>();\n",
                c,
                call,
                i,
                n,
                k,
                item,
                p,
                b,
                s
            ),
            (Matrix, _) => shape!(
                self,
                "let mut $c: Vec<Vec<f64>> = Vec::new();\nfor $i in 0..$n % 5 {\n    $c.push(vec![$k * $item, $b]);\n}\n$s += $call(&$c, &$array[..]);\n",
                c,
                call,
                array,
                i,
                n,
                k,
                item,
                b,
                s
            ),
            (Grow, _) => shape!(
                self,
                "let mut $c = Vec::new();\nfor $i in 0..$n {\n    $call(&mut $c, $k * $item);\n}\nfor $p in &$c {\n    $s = $s * 0.5 + $p;\n}\n",
                c,
                call,
                i,
                n,
                k,
                item,
                p,
                s
            ),
            (Step, _) => shape!(
                self,
                "let (mut $p, mut $q) = ($k, $b);\nfor $i in 0..$n {\n    $s += $call(&mut $p, &mut $q, 0.3);\n}\n$s += $p * $q;\n",
                p,
                q,
                i,
                n,
                call,
                k,
                b,
                s
            ),
        };
        Some((shape!(self, "$start$rest let $s = $s.sin();\n", start, rest, s), s))
    }
}
