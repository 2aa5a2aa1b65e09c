//! Shapes of vectors: that grow and shrink, of rows, and parts of arrays that are lent.

use super::shapes::shape;
use super::text::Text;
use super::writer::Writer;

impl Writer<'_> {
    /// A vector that grows, perhaps shrinks, and is read. The texts are the statements and what they compute.
    pub(crate) fn growing(&mut self) -> (Text, Text) {
        let [v, s, i, x, y, u] = std::array::from_fn(|_| self.invent());
        let n = self.count(5);
        let (a, b, c, k) = self.counting_by(&i, 6, |writer| {
            (writer.small_hole(1), writer.small_hole(0), writer.condition_hole(), writer.hole(0))
        });
        let start = match self.prng.below(5) {
            0 => shape!(self, "vec![$b; 2]", b = self.small_hole(0)),
            1 => shape!(self, "Vec::with_capacity(4)"),
            2 => shape!(self, "vec![$b, $c]", b = self.small_hole(0), c = self.small_hole(1)),
            _ => shape!(self, "Vec::new()"),
        };
        let body = match self.prng.below(5) {
            0 => shape!(self, "    if $c {\n        continue;\n    }\n    $v.push($a);\n", c, v, a),
            1 => shape!(self, "    $v.push($a);\n    if $c {\n        $v.push($b * 0.5);\n    }\n", c, v, a, b),
            2 => shape!(self, "    $v.push($a);\n    if $c {\n        $v.pop();\n    }\n", c, v, a),
            3 => shape!(
                self,
                "    $v.push($a);\n    if $c {\n        if let Some($x) = $v.pop() {\n            $v.push($x * $b);\n        }\n    }\n",
                c,
                v,
                a,
                b,
                x
            ),
            _ => shape!(self, "    $v.push($a);\n", v, a),
        };
        let mut written =
            shape!(self, "let mut $v: Vec<f64> = $start;\nfor $i in 0..$n {\n$body}\n", v, start, i, n, body);
        for _ in 0..self.prng.below(3) {
            let a = self.small_hole(1);
            let change = match self.prng.below(11) {
                0 => shape!(self, "$v.truncate($k);", v, k = self.number(0, 5)),
                1 => shape!(self, "if $v.len() > 1 {\n    $v.pop();\n}", v),
                2 => shape!(self, "if let Some($x) = $v.pop() {\n    $v.push($x * $a);\n}", v, x, a),
                3 => shape!(self, "$v.extend_from_slice(&[$a, $b]);", v, a, b = self.small_hole(0)),
                4 => {
                    let (before, array, _) = self.floats();
                    shape!(self, "$before$v.extend($array.iter().map(|$x| $x * $a));", before, v, array, x, a)
                }
                5 => shape!(self, "$v.insert(0, $a);", v, a),
                6 => shape!(self, "$v.reverse();", v),
                7 => shape!(self, "$v.resize(4, $a);", v, a),
                8 => shape!(self, "if !$v.is_empty() {\n    $v.rotate_left(1);\n}", v),
                9 => shape!(self, "let $u = $v.clone();\nfor $x in &$u {\n    $v.push($x.sin() * $a);\n}", v, u, x, a),
                _ => shape!(self, "for $x in $v.iter_mut() {\n    *$x *= $a;\n}", v, x, a),
            };
            written.push_line(&change);
        }
        let read = match self.prng.below(8) {
            0 => shape!(self, "for $x in &$v {\n    $s += $x * $k;\n}", v, s, x, k = self.hole(1)),
            1 => shape!(self, "for $x in $v.iter().rev() {\n    $s = $s * 0.5 + $x;\n}", v, s, x),
            2 => shape!(
                self,
                "while let Some($x) = $v.pop() {\n    $s = ($s + $x * $k).sin();\n}",
                v,
                s,
                x,
                k = self.hole(0)
            ),
            3 => shape!(self, "for $i in 0..$v.len() {\n    $s += $v[$i] * $v[$v.len() - 1 - $i];\n}", v, s, i),
            4 => shape!(
                self,
                "for $i in 1..$v.len() {\n    $v[$i] = $v[$i - 1] * 0.5 + $v[$i].sin();\n}\nif let Some($x) = $v.last() {\n    $s += *$x;\n}",
                v,
                s,
                i,
                x
            ),
            5 => {
                let (before, array, _) = self.floats();
                shape!(
                    self,
                    "$before$s += $v.iter().zip($array.iter()).map(|($x, $y)| $x * $y).sum::<f64>();",
                    before,
                    v,
                    s,
                    array,
                    x,
                    y
                )
            }
            6 => shape!(
                self,
                "while $v.len() > 1 {\n    let $x = $v.pop().unwrap();\n    let $y = $v.pop().unwrap();\n    $v.push(($x * $y + $k).sin());\n}\nfor $x in $v {\n    $s += $x;\n}",
                v,
                s,
                x,
                y,
                k = self.hole(0)
            ),
            _ => shape!(
                self,
                "for $i in 0..$v.len() {\n    $s += $v[$i] * $k;\n    $v[$i] = $s.cos();\n}\n$s -= $v.iter().sum::<f64>();",
                v,
                s,
                i,
                k
            ),
        };
        let start = shape!(self, "let mut $s: f64 = 0.0;", s);
        written.push_line(&start);
        written.push_line(&read);
        (written, s)
    }

    /// A vector of vectors.
    pub(crate) fn rows(&mut self) -> (Text, Text) {
        let [m, s, i, j, r, t, x] = std::array::from_fn(|_| self.invent());
        let (n, k) = (self.count(4), self.count(3));
        let a = self.counting_by(&i, 5, |writer| writer.counting_by(&j, 4, |writer| writer.small_hole(1)));
        let mut written = match self.prng.below(3) {
            // Of constants it needs its type, where loops over it run twice.
            0 if self.style.repeatable => {
                shape!(self, "let mut $m: Vec<Vec<f64>> = vec![vec![$a; 3]; 2];\n", m, a = self.small_hole(1))
            }
            0 => shape!(self, "let mut $m = vec![vec![$a; 3]; 2];\n", m, a = self.small_hole(1)),
            1 => shape!(
                self,
                "let mut $m: Vec<Vec<f64>> = Vec::new();\nfor $i in 0..$n {\n    let mut $r = Vec::new();\n    for $j in 0..$k {\n        $r.push($a);\n    }\n    $m.push($r);\n}\n",
                m,
                i,
                j,
                n,
                k,
                r,
                a
            ),
            _ => shape!(
                self,
                "let mut $m: Vec<Vec<f64>> = vec![vec![0.0; $k]; $n];\nfor $i in 0..$m.len() {\n    for $j in 0..$m[$i].len() {\n        $m[$i][$j] = $a;\n    }\n}\n",
                m,
                i,
                j,
                n,
                k,
                a
            ),
        };
        for _ in 0..self.prng.below(3) {
            let a = self.small_hole(1);
            let change = match self.prng.below(7) {
                0 => shape!(
                    self,
                    "for $r in $m.iter_mut() {\n    for $x in $r.iter_mut() {\n        *$x *= $a;\n    }\n}",
                    m,
                    r,
                    x,
                    a
                ),
                1 => shape!(self, "if $m.len() > 1 {\n    $m.swap(0, 1);\n}", m),
                2 => shape!(self, "if $m.len() > 1 {\n    let $r = $m[0].clone();\n    $m[1] = $r;\n}", m, r),
                3 => shape!(self, "$m.push(vec![$a, $b]);", m, a, b = self.small_hole(0)),
                4 => shape!(
                    self,
                    "for $i in 1..$m.len() {\n    for $j in 0..$m[$i].len().min($m[$i - 1].len()) {\n        $m[$i][$j] = $m[$i - 1][$j] * $a + $m[$i][$j].sin();\n    }\n}",
                    m,
                    i,
                    j,
                    a
                ),
                5 => shape!(
                    self,
                    "if let Some($r) = $m.pop() {\n    $m.push($r.iter().map(|$x| $x * $a).collect());\n}",
                    m,
                    r,
                    x,
                    a
                ),
                _ => shape!(self, "for $r in $m.iter_mut() {\n    $r.push($a);\n}", m, r, a),
            };
            written.push_line(&change);
        }
        let k = self.hole(0);
        let read = match self.prng.below(4) {
            0 => shape!(
                self,
                "for $r in &$m {\n    let mut $t = $k;\n    for $x in $r {\n        $t += $x * $x;\n    }\n    $s += $t.sin();\n}",
                m,
                r,
                t,
                x,
                s,
                k
            ),
            1 => shape!(
                self,
                "for $i in 0..$m.len() {\n    for $j in 0..$m[$i].len() {\n        $s = $s * 0.9 + $m[$i][$j] * $k;\n    }\n}",
                m,
                i,
                j,
                s,
                k
            ),
            // Of constants these items come one by one, and no loop over them runs twice.
            2 if self.style.repeatable => shape!(
                self,
                "$s += $m.iter().map(|$r| $r.iter().map(|$x| $x * $k).sum::<f64>()).sum::<f64>();",
                m,
                r,
                x,
                s,
                k
            ),
            2 => shape!(self, "$s += $m.iter().flatten().map(|$x| $x * $k).sum::<f64>();", m, x, s, k),
            _ => {
                let length = self.as_float(&shape!(self, "$r.len()", r));
                shape!(
                    self,
                    "for $r in &$m {\n    $s += $r.iter().map(|$x| $x * $k).sum::<f64>() * $length;\n}",
                    m,
                    r,
                    x,
                    s,
                    k,
                    length
                )
            }
        };
        let start = shape!(self, "let mut $s: f64 = 0.0;", s);
        written.push_line(&start);
        written.push_line(&read);
        (written, s)
    }

    /// Parts of an array, lent to be read or to be changed.
    pub(crate) fn views(&mut self) -> (Text, Text) {
        let (before, array, length) = self.floats();
        let [s, i, w, a, b, l, r, x, y] = std::array::from_fn(|_| self.invent());
        let most = Text::same(length + 1);
        let (first, last) = (self.filled_usize(), self.filled_usize());
        // Anywhere in the array, perhaps empty.
        let mut written = shape!(
            self,
            "$before let $a = $first % $most;\nlet $b = $a + $last % ($most - $a);\nlet mut $s: f64 = 0.0;\n",
            before,
            a,
            b,
            s,
            first,
            last,
            most
        );
        let k = self.hole(1);
        let statements = match self.prng.below(15) {
            0 => shape!(
                self,
                "let $w = &$array[$a..$b];\nfor $i in 0..$w.len() {\n    $s += $w[$i] * $k;\n}",
                array,
                w,
                a,
                b,
                i,
                s,
                k
            ),
            1 => shape!(
                self,
                "let ($l, $r) = $array.split_at($a);\nfor ($x, $y) in $l.iter().zip($r) {\n    $s += $x * $y;\n}\n$s += $r.iter().sum::<f64>() * $k;",
                array,
                l,
                r,
                a,
                x,
                y,
                s,
                k
            ),
            2 => shape!(
                self,
                "for $w in $array.chunks(2) {\n    $s = $s * 0.5 + $w[0] * $w[$w.len() - 1] + $k;\n}",
                array,
                w,
                s,
                k
            ),
            3 => shape!(
                self,
                "for $w in $array[$a..].windows(2) {\n    $s += ($w[1] - $w[0]).sin() * $k;\n}",
                array,
                w,
                a,
                s,
                k
            ),
            4 => shape!(
                self,
                "for $i in 1..$array.len() {\n    let $w = &$array[$i - 1..=$i];\n    $s += $w[0] * $w[1] + $k;\n}",
                array,
                i,
                w,
                s,
                k
            ),
            5 => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\nlet ($l, $r) = $y.split_at_mut($a);\nfor ($x, $w) in $l.iter_mut().zip($r.iter_mut()) {\n    *$x += *$w * $k;\n    *$w = $x.sin();\n}\n$s += $y.iter().sum::<f64>();",
                array,
                y,
                l,
                r,
                a,
                x,
                w,
                s,
                k
            ),
            6 => shape!(
                self,
                "let mut $y = vec![$k; $most];\n$y[$a..$b].copy_from_slice(&$array[$a..$b]);\nfor $i in 0..$most {\n    $s += $y[$i] * $y[$most - 1 - $i];\n}",
                array,
                y,
                a,
                b,
                i,
                s,
                k,
                most
            ),
            7 => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\n$y[$a..].fill($k);\nfor $x in &$y {\n    $s += $x * $x;\n}",
                array,
                y,
                a,
                x,
                s,
                k
            ),
            8 => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\nfor $w in $y.chunks_mut(2) {\n    $w[0] *= $k;\n    let $l = $w.len() - 1;\n    $w[$l] += $s;\n    $s += $w[0].sin();\n}\n$s += $y[0];",
                array,
                y,
                w,
                l,
                s,
                k
            ),
            9 => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\n{\n    let $w = &mut $y[$a..$b];\n    for $i in 0..$w.len() {\n        $w[$i] = $w[$i] * $k + $array[$i];\n    }\n}\nfor $x in $y {\n    $s = $s * 0.5 + $x;\n}",
                array,
                y,
                w,
                a,
                b,
                i,
                x,
                s,
                k
            ),
            10 => shape!(
                self,
                "for $i in $a..$b {\n    $s += $array[$i] * $array[$array.len() - 1 - $i] * $k;\n}",
                array,
                i,
                a,
                b,
                s,
                k
            ),
            11 => shape!(
                self,
                "for ($i, $w) in $array.chunks_exact(2).enumerate() {\n    $s += $w[0] * $w[1].cos() * $array[$i] + $k;\n}",
                array,
                i,
                w,
                s,
                k
            ),
            12 => shape!(
                self,
                "let $w = if $c { &$array[..$b] } else { &$array[$a..] };\nfor $x in $w {\n    $s += $x.sin() * $k;\n}",
                array,
                w,
                a,
                b,
                x,
                s,
                k,
                c = self.condition_hole()
            ),
            13 => shape!(
                self,
                "let $w = &$array[$a..$b];\nlet $l = &$w[$w.len() / 2..];\nfor $x in $l.iter().rev() {\n    $s = ($s + $x).sin() * $k;\n}",
                array,
                w,
                l,
                a,
                b,
                x,
                s,
                k
            ),
            _ => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\nfor $i in 0..$y.len() - 1 {\n    let ($l, $r) = $y.split_at_mut($i + 1);\n    $r[0] += $l[$i] * $k;\n    $l[0] *= 0.5;\n}\n$s += $y[$y.len() - 1] + $y[0];",
                array,
                y,
                i,
                l,
                r,
                s,
                k
            ),
        };
        written.push_line(&statements);
        (written, s)
    }
}
