//! Shapes of long loops: sums over independent items, with scratch, about as many as run at once.

use super::shapes::shape;
use super::text::Text;
use super::types::Type;
use super::writer::Writer;

/// Numbers of iterations around those that run at once.
const COUNTS: [usize; 10] = [0, 1, 3, 15, 16, 17, 31, 32, 33, 37];

impl Writer<'_> {
    /// How many items there are: known or not.
    fn items(&mut self) -> Text {
        let most = *self.choose(&COUNTS);
        if self.one_in(2) {
            let number = self.filled_usize();
            let offset = Text::same(most.saturating_sub(2));
            return shape!(self, "($offset + $number % 4)", offset, number);
        }
        Text::same(most)
    }

    /// A sum over items, which are made of their number and perhaps of the elements of an array.
    pub(crate) fn batches(&mut self) -> (Text, Text) {
        if self.one_in(4) {
            return self.exponentials();
        }
        let (before, array, length) = self.floats();
        let [s, i, j, c, t, p, q, u] = std::array::from_fn(|_| self.invent());
        let (n, m) = (self.items(), Text::same(length));
        let item = self.as_float(&shape!(self, "$i", i));
        let index = self.as_float(&shape!(self, "$j", j));
        let mut written = shape!(self, "$before let mut $s: f64 = 0.0;\n", before, s);
        // What an item is.
        let other = match self.prng.below(4) {
            0 => shape!(self, "$item * 0.1", item),
            1 => shape!(self, "($item * 0.3).sin()", item),
            2 => shape!(self, "$array[$i % $m] * 0.7", array, i, m),
            _ => shape!(self, "$array[$i % $m] * ($item * 0.2).cos()", array, i, m, item),
        };
        let k = self.hole(1);
        let (with_vector, partial) = (self.one_in(3), self.one_in(3));
        let is_local = self.one_in(3);
        let scratch = if with_vector {
            shape!(self, "let mut $c = vec![$k; $m];\n", c, k, m)
        } else {
            shape!(self, "let mut $c = [$k; $m];\n", c, k, m)
        };
        if !is_local {
            written.plain.push_str(&scratch.plain);
            written.dual.push_str(&scratch.dual);
        }
        // Parts of an iteration: what it fills its scratch with, and what it makes of that.
        let value = match self.prng.below(4) {
            0 => shape!(self, "$array[$j] * $t + $index * 0.1", array, j, t, index),
            1 => shape!(self, "($array[$j] - $t).sin()", array, j, t),
            2 => shape!(self, "$t * $t - $array[$j] * 0.5", array, j, t),
            _ => shape!(self, "$array[$j] * $array[$m - 1 - $j] + $t", array, j, t, m),
        };
        let fill = match self.prng.below(6) {
            0 if partial => shape!(self, "for $j in 1..$m {\n    $c[$j] = $value;\n}", j, m, c, value),
            1 if partial => shape!(
                self,
                "for $j in 0..$m {\n    if $t > 0.1 {\n        $c[$j] = $value;\n    }\n}",
                j,
                m,
                c,
                t,
                value
            ),
            2 if partial => shape!(self, "for $j in 0..$m {\n    $c[$j] = $c[$j] * 0.5 + $value;\n}", j, m, c, value),
            3 if partial => shape!(self, "for $j in 0..($i % ($m + 1)) {\n    $c[$j] = $value;\n}", i, j, m, c, value),
            4 if partial => shape!(
                self,
                "$c[$i % $m] = $t;\nfor $j in 0..$m {\n    $c[$j] += $array[$j] * 0.5;\n}",
                i,
                j,
                m,
                c,
                t,
                array
            ),
            0..=3 => shape!(self, "for $j in 0..$m {\n    $c[$j] = $value;\n}", j, m, c, value),
            4 => shape!(
                self,
                "for $j in 0..$m {\n    $c[$j] = $value;\n}\nfor $j in 1..$m {\n    $c[$j] = $c[$j] + $c[$j - 1] * 0.5;\n}",
                j,
                m,
                c,
                value
            ),
            _ => shape!(
                self,
                "for ($u, $p) in $c.iter_mut().zip($array.iter()) {\n    *$u = $p * $t;\n}",
                u,
                p,
                c,
                array,
                t
            ),
        };
        let reduce = match self.prng.below(9) {
            0 => shape!(self, "for $j in 0..$m {\n    $q += $c[$j] * $c[$j];\n}", j, m, c, q),
            1 => shape!(
                self,
                "let mut $p = 1.0;\nfor $j in 0..$m {\n    $q += $array[$j] * $p;\n    $p *= $t;\n}",
                j,
                m,
                q,
                p,
                t,
                array
            ),
            2 => shape!(self, "for $j in 0..$m {\n    $q = $q * $t + $c[$j];\n}", j, m, q, t, c),
            3 => shape!(
                self,
                "for $j in 0..$m {\n    if $c[$j] > 0.0 {\n        $q += $c[$j] * $t;\n    } else {\n        $q -= $c[$j].sin();\n    }\n}",
                j,
                m,
                q,
                t,
                c
            ),
            4 => shape!(
                self,
                "for $j in 0..$m {\n    for $p in 0..=$j {\n        $q += $c[$p] * $array[$j];\n    }\n}",
                j,
                m,
                q,
                p,
                c,
                array
            ),
            5 => shape!(
                self,
                "let mut $p = $infinity;\nfor $j in 0..$m {\n    $p = $p.max($c[$j]);\n}\nlet mut $u = 0.0;\nfor $j in 0..$m {\n    $u += ($c[$j] - $p).exp();\n}\n$q += $p + $u.ln();",
                j,
                m,
                q,
                p,
                u,
                c,
                infinity = self.negative_infinity()
            ),
            6 => {
                shape!(self, "for $p in $c.iter_mut() {\n    *$p *= $t;\n}\n$q += $c.iter().sum::<f64>();", p, c, t, q)
            }
            7 => shape!(
                self,
                "for $j in 0..$m {\n    if $q > 1.5 {\n        break;\n    }\n    $q += $c[$j].abs() * 0.5;\n}",
                j,
                m,
                c,
                q
            ),
            _ => shape!(
                self,
                "let mut $p = 1.0;\nfor $j in 0..$m {\n    $p = $p * $c[$j] + 0.5;\n    $q += $p.sin();\n}",
                j,
                m,
                q,
                p,
                c
            ),
        };
        let ending = match self.prng.below(9) {
            0 => shape!(self, "$s += $q;", s, q),
            1 => shape!(self, "$s += $q * $q * 0.5;", s, q),
            2 => shape!(self, "$s = $s * 0.9 + $q.sin();", s, q),
            3 => shape!(self, "$s += if $q > 0.2 { $q * $t } else { $q.sin() };", s, q, t),
            4 => shape!(self, "if $q > 0.0 {\n    $s += $q.ln();\n}", s, q),
            5 => shape!(self, "$s -= ($q - $t) * ($q - $t);", s, q, t),
            6 => shape!(self, "if $s > 3.0 {\n    break;\n}\n$s += $q.cos();", s, q),
            7 => shape!(self, "if $q < -0.2 {\n    continue;\n}\n$s += $q.tanh();", s, q),
            _ => shape!(self, "$s = $s.max($q);", s, q),
        };
        let mut body = Text::same("");
        body.push_line(&shape!(self, "let $t = $other;", t, other));
        if is_local {
            body.push_line(&scratch);
        }
        body.push_line(&fill);
        body.push_line(&shape!(self, "let mut $q: f64 = 0.0;", q));
        body.push_line(&reduce);
        body.push_line(&ending);
        written.push_line(&shape!(self, "for $i in 0..$n {", i, n));
        written.push_indented(&body);
        let after = if !is_local && self.one_in(3) {
            shape!(self, "}\n$s += $c[0] * 0.25 + $c[$m - 1];", s, c, m)
        } else {
            Text::same("}")
        };
        written.push_line(&after);
        // The sums may be long; what follows stays bounded.
        if self.one_in(2) {
            written.push_line(&shape!(self, "let $s = $s.sin();", s));
        }
        (written, s)
    }

    /// The logarithm of a sum of exponentials, in one of its forms.
    fn exponentials(&mut self) -> (Text, Text) {
        let (before, array, _) = self.floats();
        let [s, m, t, x, i, w] = std::array::from_fn(|_| self.invent());
        let infinity = self.negative_infinity();
        let list = match self.prng.below(3) {
            0 => shape!(
                self,
                "$before let $w: Vec<f64> = $array.iter().map(|$x| $x * $k).collect();\n",
                before,
                w,
                x,
                array,
                k = self.hole(1)
            ),
            1 => shape!(
                self,
                "$before let $w = &$array[$a % ($array.len() + 1)..];\n",
                before,
                w,
                array,
                a = self.filled_usize()
            ),
            _ => shape!(self, "$before let $w = &$array[..];\n", before, w, array),
        };
        let greatest = match self.prng.below(4) {
            0 => shape!(self, "let $m = $w.iter().copied().fold($infinity, f64::max);\n", m, w, infinity),
            1 => shape!(
                self,
                "let mut $m = $infinity;\nfor &$x in $w.iter() {\n    $m = $m.max($x);\n}\n",
                m,
                w,
                x,
                infinity
            ),
            2 => shape!(
                self,
                "let mut $m = $infinity;\nfor &$x in $w.iter() {\n    if $x > $m {\n        $m = $x;\n    }\n}\n",
                m,
                w,
                x,
                infinity
            ),
            _ => shape!(self, "let $m = $k;\n", m, k = self.hole(1)),
        };
        let start = match self.prng.below(4) {
            0 => shape!(self, "1.0"),
            1 => self.hole(0),
            _ => shape!(self, "0.0"),
        };
        let summed = match self.prng.below(4) {
            0 => shape!(self, "let $t = $w.iter().map(|$x| ($x - $m).exp()).sum::<f64>();\n", t, w, x, m),
            1 => shape!(
                self,
                "let mut $t: f64 = $start;\nfor $i in 0..$w.len() {\n    $t += ($w[$i] - $m).exp();\n}\n",
                t,
                w,
                i,
                m,
                start
            ),
            2 => shape!(
                self,
                "let mut $t: f64 = $start;\nfor $x in $w.iter() {\n    $t += ($x - $m).exp() * $k;\n}\n",
                t,
                w,
                x,
                m,
                start,
                k = self.hole(0)
            ),
            _ => shape!(
                self,
                "let mut $t: f64 = $start;\nfor $x in $w.iter() {\n    $t = ($x - $m).tanh() + $t;\n}\n",
                t,
                w,
                x,
                m,
                start
            ),
        };
        let ending = match self.prng.below(6) {
            0 => shape!(self, "if $w.is_empty() { 0.5 } else { $m + $t.abs().ln_1p() }", w, m, t),
            1 => shape!(self, "if $t > 0.0 && !$w.is_empty() { $m + $t.ln() } else { 0.25 }", w, m, t),
            2 => shape!(self, "if $t > 0.0 { $t.ln() * $k } else { $k }", t, k = self.hole(0)),
            3 => shape!(self, "$t * $k / ($t.abs() + 0.5)", t, k = self.hole(0)),
            4 => shape!(self, "if $t > 0.1 { $k / $t } else { $t }", t, k = self.hole(0)),
            _ => shape!(self, "$t * $t + $k * $t", t, k = self.hole(0)),
        };
        let written = shape!(self, "$list$greatest$summed let $s: f64 = $ending;\n", list, greatest, summed, s, ending);
        (written, s)
    }

    fn negative_infinity(&self) -> Text {
        let Text { plain, dual, .. } = Type::Float(self.style.width).text();
        Text::new(format_args!("{plain}::NEG_INFINITY"), format_args!("{dual}::constant({plain}::NEG_INFINITY)"))
    }
}
