//! Shapes of loops with much to do in each iteration, which touch elements of their own or, now and then, those of their
//! neighbours, and hand numbers on to the next one: what may be computed for two iterations at once, and what must not.

use super::shapes::shape;
use super::text::{Text, text};
use super::writer::Writer;

/// Where an iteration finds its elements, and what else it may read.
struct Cells {
    /// The number of an iteration.
    counter: Text,
    /// How many there are at most; vectors have four elements more.
    n: Text,
    /// A small distance that only the call knows.
    distance: Text,
    /// The elements that an iteration has for its own.
    own: Vec<Text>,
    /// What is only read: as long as the vectors, and the array with its length.
    weights: Text,
    array: Text,
    array_length: Text,
    /// The vectors that change, with the part of each that elements are in.
    parts: Vec<(Text, usize)>,
    /// Whether the counter is never zero.
    has_before: bool,
    /// Whether iterations read numbers that others read, too: then these have sums for gradients.
    has_shared: bool,
    /// Elements of what is only read that an iteration has for its own.
    read: Vec<Text>,
    /// Numbers from the iteration before.
    handed_on: Vec<Text>,
    /// Whether no functions are called.
    is_arithmetic: bool,
}

impl Writer<'_> {
    /// Rounds in which loops change vectors, element by element.
    pub(crate) fn pairs(&mut self) -> (Text, Text) {
        let (before, array, length) = self.floats();
        let [n, d, s, w, r, q] = std::array::from_fn(|_| self.invent());
        let size = match self.prng.below(8) {
            0 => shape!(self, "$array.len()", array),
            1 => Text::same(1 + self.prng.below(5)),
            _ => shape!(self, "$k % 8", k = self.filled_usize()),
        };
        let mut written = shape!(self, "$before let $n: usize = $size;\n", before, n, size);
        written.push_line(&shape!(self, "let $d = 1 + $k % 2;", d, k = self.filled_usize()));
        written.push_line(&shape!(self, "let mut $s: f64 = $k;", s, k = self.small_hole(0)));
        let mut parts = Vec::new();
        let is_flat = self.one_in(3);
        let count = if is_flat { 1 } else { 1 + self.prng.below(4) };
        for _ in 0..count {
            let v = self.invent();
            let rows = if is_flat { 2 + self.prng.below(2) } else { 1 };
            written.push_line(&self.made_cells(
                &v,
                &shape!(self, "$rows * $n + 4", rows = Text::same(rows), n),
                &array,
            ));
            parts.extend((0..rows).map(|row| (v.clone(), row)));
        }
        written.push_line(&self.made_cells(&w, &shape!(self, "2 * $n + 4", n), &array));
        let mut cells = Cells {
            counter: Text::same(""),
            n: n.clone(),
            distance: d,
            own: Vec::new(),
            weights: w,
            array,
            array_length: Text::same(length),
            parts,
            has_before: false,
            has_shared: false,
            read: Vec::new(),
            handed_on: Vec::new(),
            is_arithmetic: false,
        };
        let mut body = Text::same("");
        for _ in 0..1 + usize::from(self.one_in(3)) {
            body.push_line(&self.cell_loop(&mut cells, &r, &s));
        }
        let (first, _) = cells.parts[0].clone();
        let (last, _) = cells.parts[cells.parts.len() - 1].clone();
        let between = match self.prng.below(8) {
            0 if first.plain != last.plain => shape!(self, "std::mem::swap(&mut $first, &mut $last);", first, last),
            1 if first.plain != last.plain => shape!(self, "$first = $last.clone();", first, last),
            2 => shape!(self, "$first.push(0.25);", first),
            3 => shape!(self, "$last.swap(0, 1);", last),
            4 => shape!(self, "$s = ($s + $first[$r % 2]).sin();", s, first, r),
            5 => shape!(self, "$last[1] = $s * 0.5;", last, s),
            _ => Text::same(""),
        };
        body.push_line(&between);
        let header = match self.prng.below(6) {
            0 => shape!(self, "for $r in 0..1 {", r),
            _ => shape!(self, "for $r in 0..$rounds {", r, rounds = self.count(3)),
        };
        written.push_line(&header);
        if self.one_in(4) {
            let trips = if self.one_in(2) { shape!(self, "0..=$r", r) } else { shape!(self, "$r..2", r) };
            let mut inner = shape!(self, "for $q in $trips {\n", q, trips);
            inner.push_indented(&body);
            inner.push_line(&Text::same("}"));
            body = inner;
        }
        written.push_indented(&body);
        written.push_line(&Text::same("}"));
        let mut seen: Vec<Text> = cells.parts.into_iter().map(|(v, _)| v).collect();
        seen.dedup_by(|one, other| one.plain == other.plain);
        for v in seen {
            let read = match self.prng.below(3) {
                0 => shape!(self, "$s += $v.iter().sum::<f64>() * 0.3;", s, v),
                1 => shape!(self, "for $q in 0..$v.len() {\n    $s = $s * 0.5 + $v[$q];\n}", s, v, q),
                _ => shape!(self, "$s += $v.iter().map(|$q| ($q * $q).sin()).sum::<f64>();", s, v, q),
            };
            written.push_line(&read);
        }
        (written, s)
    }

    /// A statement that makes a vector of some length.
    fn made_cells(&mut self, v: &Text, size: &Text, array: &Text) -> Text {
        let j = self.invent();
        let index = self.as_float(&j);
        match self.prng.below(4) {
            0 => shape!(self, "let mut $v: Vec<f64> = vec![$k; $size];", v, size, k = self.small_hole(0)),
            1 => shape!(
                self,
                "let mut $v: Vec<f64> = (0..$size).map(|$j| ($index * 0.7 + $k).sin()).collect();",
                v,
                size,
                j,
                index,
                k = self.small_hole(0)
            ),
            2 => shape!(
                self,
                "let mut $v: Vec<f64> = Vec::new();\nfor $j in 0..$size {\n    $v.push($array[0] * ($index + 0.5).cos());\n}",
                v,
                size,
                array,
                j,
                index
            ),
            _ => shape!(
                self,
                "let mut $v: Vec<f64> = (0..$size).map(|$j| ($index - $array[0]).tanh()).collect();",
                v,
                size,
                array,
                j,
                index
            ),
        }
    }

    /// A loop that changes cells.
    fn cell_loop(&mut self, cells: &mut Cells, round: &Text, sum: &Text) -> Text {
        let j = self.invent();
        let n = cells.n.clone();
        let (range, has_before) = match self.prng.below(10) {
            0 => (shape!(self, "(0..$n).rev()", n), false),
            1 => (shape!(self, "1..$n", n), true),
            2 => (shape!(self, "(1..$n).rev()", n), true),
            3 => (shape!(self, "$d..$n", d = cells.distance, n), true),
            4 => (shape!(self, "0..$round % ($n + 1)", round, n), false),
            5 => (shape!(self, "0..$n / 2", n), false),
            6 => (shape!(self, "1..=$n", n), true),
            _ => (shape!(self, "0..$n", n), false),
        };
        cells.counter = j.clone();
        cells.has_before = has_before;
        cells.own = Vec::new();
        for (v, row) in cells.parts.clone() {
            let row = Text::same(row);
            cells.own.push(match (row.plain.as_str(), self.prng.below(3)) {
                ("0", _) => shape!(self, "$v[$j]", v, j),
                ("1", 0) => shape!(self, "$v[$n + $j]", v, n, j),
                ("1", _) => shape!(self, "$v[$j + $n]", v, n, j),
                (_, 0) => shape!(self, "$v[$j + $n * $row]", v, n, j, row),
                _ => shape!(self, "$v[$row * $n + $j]", v, n, j, row),
            });
        }
        let w = cells.weights.clone();
        let distances = ["", " + 1", " + 2"];
        let distance = Text::same(*self.choose(&distances));
        cells.read = vec![shape!(self, "$w[$j$distance]", w, j, distance)];
        if self.one_in(2) {
            cells.read.push(match self.prng.below(3) {
                0 => shape!(self, "$w[$n + $j$distance]", w, n, j, distance),
                1 => shape!(self, "$w[$j + $n]", w, n, j),
                _ => shape!(self, "$w[$n + $j + 1]", w, n, j),
            });
        }
        cells.has_shared = self.one_in(4);
        let handed_on = if self.one_in(2) { 1 + self.prng.below(3) } else { 0 };
        cells.handed_on = (0..handed_on).map(|_| self.invent()).collect();
        cells.is_arithmetic = self.one_in(if handed_on > 0 { 2 } else { 6 });
        // Some loops touch what is not theirs.
        let mut strangers = if self.one_in(3) { self.strangers(cells) } else { Vec::new() };
        let mut body = Text::same("");
        if !strangers.is_empty() && self.one_in(3) {
            let k = self.invent();
            body.push_line(&shape!(self, "let $k = [1, 0, 2, 0][$j % 4];", k, j));
            let (v, _) = self.choose(&cells.parts).clone();
            strangers[0] = shape!(self, "$v[$j + $k]", v, j, k);
        }
        let mut known: Vec<Text> = Vec::new();
        for at in 0..4 + self.prng.below(3) {
            let x = self.invent();
            let [a, b, c] = std::array::from_fn(|_| self.cell_operand(cells, &known, &strangers));
            let value = match self.prng.below(9) {
                0..=3 if cells.is_arithmetic => shape!(self, "0.5 * ($a * $b - $c * 0.25)", a, b, c),
                4..=6 if cells.is_arithmetic => shape!(self, "0.25 * $a * ($b + $c) + 0.5 * $b", a, b, c),
                _ if cells.is_arithmetic => shape!(self, "($a * 0.5 + $b * $c) * (1.0 - 0.125 * $a)", a, b, c),
                0..=1 => shape!(self, "($a * $b + $c).sin()", a, b, c),
                2 => shape!(self, "($a - $b * 0.5).tanh() * $c", a, b, c),
                3 => shape!(self, "($a + $b * $c).cos()", a, b, c),
                4 => shape!(self, "($a * $b).sin().exp() * $c", a, b, c),
                5 => shape!(self, "($a * $a + 1.0).sqrt() * $b + $c", a, b, c),
                6 => shape!(self, "1.0 / (1.0 + (-$a.tanh() * 2.0).exp()) + $b * $c", a, b, c),
                7 => shape!(self, "$a.max($b) * 0.5 + $c.sin()", a, b, c),
                _ => shape!(self, "$a * $b - $c * 0.25", a, b, c),
            };
            body.push_line(&shape!(self, "let $x: f64 = $value;", x, value));
            known.push(x);
            if at > 1 && self.one_in(4) {
                body.push_line(&self.cell_store(cells, &known, &strangers));
            }
        }
        for _ in 0..1 + self.prng.below(cells.own.len()) {
            body.push_line(&self.cell_store(cells, &known, &strangers));
        }
        let mut written = Text::same("");
        for h in cells.handed_on.clone() {
            written.push_line(&shape!(self, "let mut $h: f64 = $k;", h, k = self.small_hole(0)));
            let next = match self.prng.below(6) {
                0 => self.choose(&cells.handed_on).clone(),
                1 => shape!(self, "$h * 0.5 + $x", h, x = self.choose(&known).clone()),
                2 => self.choose(&cells.own).clone(),
                3 => shape!(self, "$x * $y", x = self.choose(&known).clone(), y = self.choose(&cells.read).clone()),
                _ => self.choose(&known).clone(),
            };
            body.push_line(&shape!(self, "$h = $next;", h, next));
        }
        written.push_line(&shape!(self, "for $j in $range {", j, range));
        written.push_indented(&body);
        written.push_line(&Text::same("}"));
        for h in &cells.handed_on {
            written.push_line(&shape!(self, "$sum += $h * 0.5;", sum, h = h.clone()));
        }
        if !self.one_in(6) {
            return written;
        }
        let mut arm = shape!(self, "if $round > 0 {\n", round);
        arm.push_indented(&written);
        arm.push_line(&Text::same("}"));
        arm
    }

    /// Elements of changing vectors that are near those of an iteration, but are another one's.
    fn strangers(&mut self, cells: &Cells) -> Vec<Text> {
        let (j, n, d) = (cells.counter.clone(), cells.n.clone(), cells.distance.clone());
        let mut strangers = Vec::new();
        for _ in 0..1 + self.prng.below(2) {
            let (v, _) = self.choose(&cells.parts).clone();
            strangers.push(match self.prng.below(6) {
                0 if cells.has_before => shape!(self, "$v[$j - 1]", v, j),
                1 => shape!(self, "$v[$j + $d]", v, j, d),
                2 => shape!(self, "$v[$n / 2]", v, n),
                3 if cells.parts.len() > 1
                    && cells.parts[0].0.plain == v.plain
                    && cells.parts[1].0.plain == v.plain =>
                {
                    shape!(self, "$v[$n + $j - 1]", v, n, j)
                }
                4 => shape!(self, "$v[1]", v),
                _ => shape!(self, "$v[$j + 1]", v, j),
            });
        }
        strangers
    }

    /// A statement that changes an element.
    fn cell_store(&mut self, cells: &Cells, known: &[Text], strangers: &[Text]) -> Text {
        let place = match strangers {
            [first, ..] if self.one_in(4) => first.clone(),
            _ => self.choose(&cells.own).clone(),
        };
        let (a, b) = (self.choose(known).clone(), self.cell_operand(cells, known, strangers));
        match self.prng.below(4) {
            0 if cells.is_arithmetic => shape!(self, "$place += 0.25 * $a;", place, a),
            _ if cells.is_arithmetic => shape!(self, "$place = 0.5 * $place + 0.25 * $a * (1.0 - $b);", place, a, b),
            0 => shape!(self, "$place += $a.sin() * 0.5;", place, a),
            1 => shape!(self, "$place = $place * 0.5 + $a.sin() * $b.tanh();", place, a, b),
            _ => shape!(self, "$place = $a.tanh() + ($b * 0.5).sin();", place, a, b),
        }
    }

    /// A number that an iteration reads.
    fn cell_operand(&mut self, cells: &Cells, known: &[Text], strangers: &[Text]) -> Text {
        let (j, w) = (cells.counter.clone(), cells.weights.clone());
        match self.prng.below(if cells.has_shared { 13 } else { 10 }) {
            0 | 6 if !cells.handed_on.is_empty() => self.choose(&cells.handed_on).clone(),
            0..=2 => self.choose(&cells.own).clone(),
            3..=5 if !known.is_empty() => self.choose(known).clone(),
            6 if !strangers.is_empty() => self.choose(strangers).clone(),
            7 => {
                let remainder = shape!(self, "($j % 3)", j);
                let number = self.as_float(&remainder);
                text!("({} * {})", number, shape!(self, "0.5"))
            }
            10 => self.small_hole(0),
            11 => shape!(self, "$array[$j % $m]", array = cells.array, j, m = cells.array_length),
            12 => shape!(self, "$w[$j + 1]", w, j),
            _ => self.choose(&cells.read).clone(),
        }
    }
}
