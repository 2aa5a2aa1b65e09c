//! Shapes of scratch: vectors that loops fill in part, out of order, twice or not at all, and read before, while and
//! after they do.
//!
//! Unlike other shapes these are put together of small pieces. All vectors of one shape have the same length, so that an
//! index of one is an index of all.

use super::shapes::shape;
use super::text::{Text, text};
use super::writer::Writer;

/// How the elements of a vector are reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// `v[j]`
    Line,
    /// `v[i * n + j]`
    Square,
    /// `v[i][j]`
    Rows,
}

#[derive(Clone, Debug)]
struct Vector {
    name: Text,
    form: Form,
    /// Whether it is a `Vec`, not an array.
    is_vec: bool,
}

/// A number of an iteration, below the length.
#[derive(Clone, Debug)]
struct Counter {
    name: Text,
    /// Whether it is never zero.
    has_before: bool,
    /// Whether it is never the last one.
    has_next: bool,
}

/// What pieces of a shape may name.
#[derive(Clone, Debug)]
struct Scope {
    /// What is only read.
    array: Text,
    array_length: Text,
    /// The length of the vectors, and whether it is a literal.
    n: Text,
    is_literal: bool,
    /// The number that everything flows into.
    sum: Text,
    /// The number of the outer iteration.
    round: Text,
    vectors: Vec<Vector>,
    counters: Vec<Counter>,
    /// How many loops are around, behind the outer one.
    depth: usize,
    /// Whether loops run to their ends and nothing depends on a condition: what passes look for.
    is_plain: bool,
}

impl Writer<'_> {
    /// An outer loop that fills and reads vectors. The texts are the statements and what they compute.
    pub(crate) fn memory(&mut self) -> (Text, Text) {
        let (before, array, length) = self.floats();
        let [n, s, q, r] = std::array::from_fn(|_| self.invent());
        let mut written = shape!(self, "$before let mut $s: f64 = $k;\n", before, s, k = self.small_hole(0));
        let least = 1 + self.prng.below(5);
        let (size, is_literal) = match self.prng.below(4) {
            0 => (Text::same(least), true),
            1 => (shape!(self, "$array.len()", array), false),
            2 => (text!("{} + {} % 3", Text::same(least), self.filled_usize()), false),
            _ => (Text::same(length), true),
        };
        let n = if is_literal {
            size
        } else {
            written.push_line(&shape!(self, "let $n = $size;", n, size));
            n
        };
        // Where iterations are independent, several of them may run at once.
        let is_independent = self.one_in(3);
        let rounds = if is_independent && self.one_in(2) {
            let (number, most) = (self.filled_usize(), Text::same(*self.choose(&[15, 17, 30, 34])));
            if self.one_in(3) { most } else { shape!(self, "$most + $number % 5", most, number) }
        } else {
            self.count(3)
        };
        let mut scope = Scope {
            array,
            array_length: Text::same(length),
            n,
            is_literal,
            sum: s.clone(),
            round: Text::same("1"),
            vectors: Vec::new(),
            counters: Vec::new(),
            depth: 0,
            is_plain: self.one_in(2),
        };
        for _ in 0..self.prng.below(if is_independent { 2 } else { 3 }) {
            let made = self.made_vector(&mut scope, false);
            written.push_line(&made);
        }
        let outside = scope.vectors.len();
        let mut body = Text::same("");
        scope.round = r.clone();
        if is_independent {
            scope.sum = q.clone();
            body.push_line(&shape!(
                self,
                "let mut $q: f64 = $array[$r % $m];",
                q,
                array = scope.array,
                r,
                m = scope.array_length
            ));
        }
        for _ in 0..1 + usize::from(outside == 0 || self.one_in(3)) {
            if outside == 0 || self.one_in(2) {
                let made = self.made_vector(&mut scope, true);
                body.push_line(&made);
            }
            for _ in 0..1 + self.prng.below(3) {
                let piece = self.piece(&mut scope);
                body.push_line(&piece);
            }
        }
        if is_independent {
            scope.sum = q.clone();
            body.push_line(&shape!(self, "$s += $q.sin();", s, q));
        } else if self.one_in(2) {
            body.push_line(&shape!(self, "$s = $s.sin() + 0.25;", s));
        }
        written.push_line(&shape!(self, "for $r in 0..$rounds {", r, rounds));
        written.push_indented(&body);
        written.push_line(&Text::same("}"));
        scope.vectors.truncate(outside);
        scope.sum = s.clone();
        scope.round = Text::same("1");
        if outside > 0 && self.one_in(2) {
            let piece = self.reading_loop(&mut scope);
            written.push_line(&piece);
        }
        (written, s)
    }

    /// A statement that makes a vector.
    fn made_vector(&mut self, scope: &mut Scope, is_inside: bool) -> Text {
        let [v, j] = std::array::from_fn(|_| self.invent());
        let n = scope.n.clone();
        let lines: Vec<Text> =
            scope.vectors.iter().filter(|known| known.form == Form::Line).map(|known| known.name.clone()).collect();
        let mut vector = Vector { name: v.clone(), form: Form::Line, is_vec: true };
        let made = match self.prng.below(14) {
            0..=4 => shape!(self, "let mut $v: Vec<f64> = vec![0.0; $n];", v, n),
            5 => {
                let k = if is_inside { scope.sum.clone() } else { self.small_hole(0) };
                shape!(self, "let mut $v: Vec<f64> = vec![$k; $n];", v, n, k)
            }
            6 if scope.is_literal => {
                vector.is_vec = false;
                shape!(self, "let mut $v: [f64; $n] = [0.0; $n];", v, n)
            }
            6 => shape!(self, "let mut $v: Vec<f64> = vec![-0.0; $n];", v, n),
            7 => {
                let value = self.counted(scope, &j, |writer, scope| writer.value(scope));
                shape!(self, "let mut $v: Vec<f64> = (0..$n).map(|$j| $value).collect();", v, n, j, value)
            }
            8..=9 => {
                let value = self.counted(scope, &j, |writer, scope| writer.value(scope));
                let empty = *self.choose(&["Vec::new()", "Vec::with_capacity(2)"]);
                let piece = if self.one_in(3) {
                    self.counted(scope, &j, |writer, scope| writer.reading(scope))
                } else {
                    Text::same("")
                };
                shape!(
                    self,
                    "let mut $v: Vec<f64> = $empty;\nfor $j in 0..$n {\n    $v.push($value);\n$piece}",
                    v,
                    n,
                    j,
                    value,
                    piece,
                    empty = Text::same(empty)
                )
            }
            10 if !lines.is_empty() => {
                let w = self.choose(&lines).clone();
                shape!(self, "let mut $v: Vec<f64> = $w.to_vec();", v, w)
            }
            11 => {
                vector.form = Form::Square;
                shape!(self, "let mut $v: Vec<f64> = vec![0.0; $n * $n];", v, n)
            }
            12 => {
                vector.form = Form::Rows;
                shape!(self, "let mut $v: Vec<Vec<f64>> = vec![vec![0.0; $n]; $n];", v, n)
            }
            _ => shape!(self, "let mut $v: Vec<f64> = vec![0.0; $n];", v, n),
        };
        scope.vectors.push(vector);
        made
    }

    /// A statement of the outer loop's body.
    fn piece(&mut self, scope: &mut Scope) -> Text {
        match self.prng.below(if scope.is_plain { 10 } else { 12 }) {
            0..=2 => self.complete_loop(scope),
            3..=5 => self.filling_loop(scope),
            6..=7 => self.reading_loop(scope),
            8..=9 => match self.whole_change(scope) {
                Some(change) => change,
                None => self.filling_loop(scope),
            },
            10 => {
                let c = self.memory_condition(scope);
                let inside = self.filling_loop(scope);
                let mut written = shape!(self, "if $c {\n", c);
                written.push_indented(&inside);
                written.push_line(&Text::same("}"));
                written
            }
            _ => {
                let c = self.memory_condition(scope);
                let exit = Text::same(*self.choose(&["continue", "continue", "break"]));
                shape!(self, "if $c {\n    $exit;\n}", c, exit)
            }
        }
    }

    /// Changes all of a vector, or exchanges two.
    fn whole_change(&mut self, scope: &mut Scope) -> Option<Text> {
        let lines: Vec<Vector> =
            scope.vectors.iter().filter(|known| known.form == Form::Line && known.is_vec).cloned().collect();
        if lines.is_empty() {
            return None;
        }
        let v = self.choose(&lines).name.clone();
        let w = self.choose(&lines).name.clone();
        let [j, x, y] = std::array::from_fn(|_| self.invent());
        let n = scope.n.clone();
        let is_same = v.plain == w.plain;
        Some(match self.prng.below(10) {
            0..=1 if !is_same => shape!(self, "std::mem::swap(&mut $v, &mut $w);", v, w),
            2 if !is_same => shape!(self, "$v = $w.clone();", v, w),
            3 if !is_same => shape!(self, "$v.copy_from_slice(&$w);", v, w),
            4 => shape!(self, "$v.fill(0.0);", v),
            5 => shape!(self, "$v = vec![0.0; $n];", v, n),
            6 => {
                let value = self.counted(scope, &j, |writer, scope| writer.value_but_of(scope, &v.plain));
                shape!(
                    self,
                    "for ($j, $x) in $v.iter_mut().enumerate() {\n    *$x = *$x * 0.5 + $value;\n}",
                    v,
                    j,
                    x,
                    value
                )
            }
            7 if !is_same => {
                shape!(self, "for ($x, $y) in $v.iter_mut().zip($w.iter()) {\n    *$x = $y * 0.5;\n}", v, w, x, y)
            }
            8 => shape!(self, "$v = $v.iter().map(|$x| $x * 0.5).collect();", v, x),
            _ => {
                let (place, value) = (self.element_of(scope, &lines[0]), self.value(scope));
                shape!(self, "let $x = $value;\n$place = $x;", place, value, x)
            }
        })
    }

    /// A loop whose iterations store to elements, in some order, perhaps not to all, and read others.
    fn filling_loop(&mut self, scope: &mut Scope) -> Text {
        let count = 1 + self.prng.below(3);
        self.repeated(scope, |writer, scope| {
            let mut body = Text::same("");
            let first = writer.prng.below(count);
            for at in 0..count {
                let statement = if at == first { writer.store(scope) } else { writer.filling(scope) };
                body.push_line(&statement);
            }
            body
        })
    }

    /// A loop that stores each element of a vector, in order, and reads others of it before or after that.
    fn complete_loop(&mut self, scope: &mut Scope) -> Text {
        let vectors: Vec<Vector> = scope.vectors.iter().filter(|known| known.form == Form::Line).cloned().collect();
        let Some(vector) = vectors.last().cloned() else { return self.filling_loop(scope) };
        let (j, n, x) = (self.invent(), scope.n.clone(), self.invent());
        let v = vector.name.clone();
        let counter = Counter { name: j.clone(), has_before: false, has_next: false };
        self.with_body(scope, counter, &shape!(self, "0..$n", n), |writer, scope| {
            let (value, s) = (writer.value(scope), scope.sum.clone());
            let mut body = Text::same("");
            if writer.one_in(4) {
                body.push_line(&writer.reading(scope));
            }
            body.push_line(&shape!(writer, "$v[$j] = $value;", v, j, value));
            let ahead = match writer.prng.below(6) {
                0 => shape!(writer, "$n - 1 - $j", n, j),
                1 => shape!(writer, "$n - 1", n),
                2 => shape!(writer, "($j + 1) % $n", n, j),
                _ => writer.memory_index(scope),
            };
            let other = shape!(writer, "$v[$ahead]", v, ahead);
            match writer.prng.below(5) {
                0..=1 => body.push_line(&shape!(writer, "$s += $other * 0.5;", s, other)),
                2 => body.push_line(&shape!(writer, "let $x = $other * 0.5;\n$v[$j] += $x;", v, j, x, other)),
                3 => {
                    let i = writer.memory_index(scope);
                    body.push_line(&shape!(writer, "$v[$i] = $other * 0.5;", v, i, other));
                }
                _ => {}
            }
            if writer.one_in(2) {
                let more = if writer.one_in(2) { writer.reading(scope) } else { writer.filling(scope) };
                body.push_line(&more);
            }
            body
        })
    }

    /// A loop whose iterations only read.
    fn reading_loop(&mut self, scope: &mut Scope) -> Text {
        if let Some(vector) = scope.vectors.last().filter(|vector| vector.form == Form::Line)
            && self.one_in(3)
        {
            let (v, s, x) = (vector.name.clone(), scope.sum.clone(), self.invent());
            return match self.prng.below(3) {
                0 => shape!(self, "$s += $v.iter().sum::<f64>() * 0.5;", v, s),
                1 => shape!(self, "for $x in &$v {\n    $s = $s * 0.5 + $x;\n}", v, s, x),
                _ => shape!(self, "$s += $v.iter().map(|$x| $x * $x).sum::<f64>() * 0.1;", v, s, x),
            };
        }
        self.repeated(scope, |writer, scope| writer.reading(scope))
    }

    /// A loop over indices, with that body.
    fn repeated(&mut self, scope: &mut Scope, body: impl FnOnce(&mut Self, &mut Scope) -> Text) -> Text {
        let j = self.invent();
        let n = scope.n.clone();
        let outer = scope.counters.last().map(|counter| counter.name.clone());
        let (has_before, has_next) = (self.one_in(3), self.one_in(4));
        let header = match (self.prng.below(14), outer) {
            (0, _) => shape!(self, "(0..$n).rev()", n),
            (1, _) => shape!(self, "(0..$n).step_by(2)", n),
            (2, _) => shape!(self, "0..$k % ($n + 1)", n, k = self.filled_usize()),
            (3, _) => shape!(self, "0..$r % ($n + 1)", n, r = scope.round),
            (4, _) => shape!(self, "0..$n / 2", n),
            (5..=7, Some(outer)) => match self.prng.below(3) {
                0 => shape!(self, "0..$outer", outer),
                1 => shape!(self, "0..=$outer", outer),
                _ => shape!(self, "$outer..$n", outer, n),
            },
            _ => {
                let start = Text::same(usize::from(has_before));
                let end = if has_next { shape!(self, "$n - 1", n) } else { n.clone() };
                let range = shape!(self, "$start..$end", start, end);
                let counter = Counter { name: j.clone(), has_before, has_next };
                return self.with_body(scope, counter, &range, body);
            }
        };
        let counter = Counter { name: j, has_before: false, has_next: false };
        self.with_body(scope, counter, &header, body)
    }

    fn with_body(
        &mut self,
        scope: &mut Scope,
        counter: Counter,
        range: &Text,
        body: impl FnOnce(&mut Self, &mut Scope) -> Text,
    ) -> Text {
        let mut written = shape!(self, "for $j in $range {\n", j = counter.name, range);
        let vectors = scope.vectors.len();
        scope.counters.push(counter);
        scope.depth += 1;
        let body = body(self, scope);
        scope.depth -= 1;
        scope.counters.pop();
        scope.vectors.truncate(vectors);
        written.push_indented(&body);
        written.push_line(&Text::same("}"));
        written
    }

    /// Asks with one counter more.
    fn counted<T>(&mut self, scope: &mut Scope, j: &Text, ask: impl FnOnce(&mut Self, &mut Scope) -> T) -> T {
        scope.counters.push(Counter { name: j.clone(), has_before: false, has_next: false });
        let answer = ask(self, scope);
        scope.counters.pop();
        answer
    }

    /// A statement of a loop that fills.
    fn filling(&mut self, scope: &mut Scope) -> Text {
        let [t, w] = std::array::from_fn(|_| self.invent());
        match self.prng.below(14) {
            0..=3 => self.reading(scope),
            4..=6 => self.store(scope),
            7..=8 if scope.is_plain => self.reading(scope),
            7 => {
                let c = self.memory_condition(scope);
                let (then, otherwise) = (self.store(scope), self.store(scope));
                let mut written = shape!(self, "if $c {\n", c);
                written.push_indented(&then);
                if self.one_in(2) {
                    written.push_line(&Text::same("} else {"));
                    written.push_indented(&otherwise);
                }
                written.push_line(&Text::same("}"));
                written
            }
            8 => {
                let c = self.memory_condition(scope);
                let exit = Text::same(*self.choose(&["continue", "break"]));
                shape!(self, "if $c {\n    $exit;\n}", c, exit)
            }
            9..=10 if scope.depth < 2 => {
                if self.one_in(2) {
                    self.filling_loop(scope)
                } else {
                    self.reading_loop(scope)
                }
            }
            11 if scope.depth < 2 => {
                let mut written = shape!(self, "let mut $w: Vec<f64> = vec![0.0; $n];", w, n = scope.n);
                scope.vectors.push(Vector { name: w, form: Form::Line, is_vec: true });
                let filled = self.filling_loop(scope);
                written.push_line(&Text::same(""));
                written.push_line(&filled);
                let read = self.reading(scope);
                written.push_line(&read);
                written
            }
            12 => {
                let lines: Vec<Text> = scope
                    .vectors
                    .iter()
                    .filter(|known| known.form == Form::Line)
                    .map(|known| known.name.clone())
                    .collect();
                if lines.is_empty() {
                    return self.store(scope);
                }
                let v = self.choose(&lines).clone();
                let (a, b) = (self.memory_index(scope), self.memory_index(scope));
                shape!(self, "$v.swap($a, $b);", v, a, b)
            }
            _ => {
                let value = self.value(scope);
                let s = scope.sum.clone();
                shape!(self, "let $t = $value;\n$s += $t * $t * 0.1;", t, value, s)
            }
        }
    }

    /// Stores an element.
    fn store(&mut self, scope: &mut Scope) -> Text {
        let vector = self.recent_vector(scope);
        let place = self.element_of(scope, &vector);
        let value = self.value(scope);
        let t = self.invent();
        match self.prng.below(6) {
            0 => shape!(self, "let $t = $value;\n$place += $t;", t, value, place),
            1 => shape!(self, "$place *= 0.5;", place),
            2 => shape!(self, "$place = $place * 0.5 + $value;", place, value),
            _ => shape!(self, "$place = $value;", place, value),
        }
    }

    /// Reads elements into the sum.
    fn reading(&mut self, scope: &mut Scope) -> Text {
        let s = scope.sum.clone();
        let value = self.value(scope);
        let lines: Vec<Text> =
            scope.vectors.iter().filter(|known| known.form == Form::Line).map(|known| known.name.clone()).collect();
        if !lines.is_empty() && self.one_in(6) {
            let v = self.choose(&lines).clone();
            let (i, x) = (self.memory_index(scope), self.invent());
            return match self.prng.below(4) {
                0 => shape!(self, "$s += $v[$i..].iter().sum::<f64>() * 0.1;", s, v, i),
                1 => shape!(self, "for $x in &$v[..$i] {\n    $s = $s * 0.9 + $x * 0.5;\n}", s, v, i, x),
                2 => shape!(self, "let $x = $v.clone();\n$s += $x[$i] * 0.5;", s, v, i, x),
                _ => shape!(self, "let $x = &$v;\n$s += $x[$i] * $x[0];", s, v, i, x),
            };
        }
        match self.prng.below(5) {
            0 => shape!(self, "$s = $s * 0.5 + $value;", s, value),
            1 => shape!(self, "$s = ($s + $value).sin();", s, value),
            2 => shape!(self, "$s = $s.max($value);", s, value),
            _ => shape!(self, "$s += $value;", s, value),
        }
    }

    /// A small number made of elements.
    fn value(&mut self, scope: &mut Scope) -> Text {
        self.value_but_of(scope, "")
    }

    /// The same without elements of the vector of that name.
    fn value_but_of(&mut self, scope: &mut Scope, without: &str) -> Text {
        let (a, b) = (self.any_element(scope, without), self.any_element(scope, without));
        let s = scope.sum.clone();
        match self.prng.below(7) {
            0 => shape!(self, "$a * 0.5", a),
            1 => shape!(self, "($a * $b).sin()", a, b),
            2 => shape!(self, "($a * 0.25 + $b * 0.5)", a, b),
            3 => shape!(self, "($a - $s * 0.5)", a, s),
            4 => shape!(self, "($a * $s.cos())", a, s),
            5 => shape!(self, "($a * $k + 0.1)", a, k = self.small_hole(0)),
            _ => shape!(self, "($b * $a.tanh())", a, b),
        }
    }

    /// An element of a vector or of the array.
    fn any_element(&mut self, scope: &mut Scope, without: &str) -> Text {
        let vectors: Vec<Vector> =
            scope.vectors.iter().filter(|vector| vector.name.plain != without).cloned().collect();
        if vectors.is_empty() || self.one_in(3) {
            let i = self.memory_index(scope);
            return shape!(self, "$array[$i % $m]", array = scope.array, i, m = scope.array_length);
        }
        // What was made last is what loops are about.
        let vector = if self.one_in(2) { vectors[vectors.len() - 1].clone() } else { self.choose(&vectors).clone() };
        self.element_of(scope, &vector)
    }

    fn recent_vector(&mut self, scope: &Scope) -> Vector {
        let vectors = &scope.vectors;
        if self.one_in(3) { self.choose(vectors).clone() } else { vectors[vectors.len() - 1].clone() }
    }

    fn element_of(&mut self, scope: &mut Scope, vector: &Vector) -> Text {
        let (i, j) = (self.memory_index(scope), self.memory_index(scope));
        let (v, n) = (vector.name.clone(), scope.n.clone());
        match vector.form {
            Form::Line => shape!(self, "$v[$j]", v, j),
            Form::Square => shape!(self, "$v[$i * $n + $j]", v, i, j, n),
            Form::Rows => shape!(self, "$v[$i][$j]", v, i, j),
        }
    }

    /// An index of the vectors.
    fn memory_index(&mut self, scope: &Scope) -> Text {
        let n = scope.n.clone();
        if scope.counters.is_empty() {
            return match self.prng.below(3) {
                0 => Text::same(0),
                1 => shape!(self, "($n - 1)", n),
                _ => shape!(self, "($r % $n)", r = scope.round, n),
            };
        }
        let last = scope.counters.len() - 1;
        let counter = if self.one_in(4) { self.choose(&scope.counters).clone() } else { scope.counters[last].clone() };
        let j = counter.name.clone();
        match self.prng.below(15) {
            0..=1 => shape!(self, "($n - 1 - $j)", n, j),
            2 => shape!(self, "($n - 1)", n),
            3 => Text::same(0),
            4 => shape!(self, "($j / 2)", j),
            5 => shape!(self, "(($j + 1) % $n)", j, n),
            // Of a counter between literals the type is not known yet.
            6 if !scope.is_literal => shape!(self, "$j.saturating_sub(1)", j),
            7 => shape!(self, "(($j + $r) % $n)", j, n, r = scope.round),
            8..=9 if counter.has_before => shape!(self, "($j - 1)", j),
            8..=9 if counter.has_next => shape!(self, "($j + 1)", j),
            _ => j.clone(),
        }
    }

    /// A condition on what a shape knows.
    fn memory_condition(&mut self, scope: &mut Scope) -> Text {
        let counter = scope.counters.last().map_or(&scope.round, |counter| &counter.name).clone();
        match self.prng.below(7) {
            0 => shape!(self, "$counter % 2 == 0", counter),
            1 => shape!(self, "$counter > 0", counter),
            2 => shape!(self, "$counter + 1 < $n", counter, n = scope.n),
            3 => shape!(self, "$r > 0", r = scope.round),
            4 => {
                let element = self.any_element(scope, "");
                shape!(self, "$element > 0.1", element)
            }
            5 => shape!(self, "$s > 0.3", s = scope.sum),
            _ => self.condition_hole(),
        }
    }
}
