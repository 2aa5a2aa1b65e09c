//! Shapes of arrays in two dimensions, and of indices that are kept in arrays.

use super::shapes::shape;
use super::text::Text;
use super::writer::Writer;

impl Writer<'_> {
    /// Reads and writes through an array of indices. The texts are the statements and what they compute.
    pub(crate) fn permutation(&mut self) -> (Text, Text) {
        let (before, array, length) = self.floats();
        let [p, s, i, y, k, c] = std::array::from_fn(|_| self.invent());
        let n = Text::same(length);
        let mut written = match self.prng.below(3) {
            0 => shape!(self, "$before let mut $p: Vec<usize> = (0..$n).collect();\n", before, p, n),
            1 => shape!(
                self,
                "$before let mut $p = [0_usize; $n];\nfor $i in 0..$n {\n    $p[$i] = ($i * 2 + 1) % $n;\n}\n",
                before,
                p,
                n,
                i
            ),
            _ => shape!(
                self,
                "$before let mut $p = vec![0_usize; $n];\nfor $i in 0..$n {\n    $p[$i] = $n - 1 - $i;\n}\n",
                before,
                p,
                n,
                i
            ),
        };
        let change = match self.prng.below(5) {
            0 => shape!(self, "for $i in 0..$n {\n    $p.swap($i, ($i * 3 + 1) % $n);\n}", p, i, n),
            1 => shape!(self, "$p.reverse();", p),
            2 => shape!(self, "$p[0] = $m % $n;", p, n, m = self.filled_usize()),
            3 => shape!(self, "$p.swap(0, $m % $n);", p, n, m = self.filled_usize()),
            _ => Text::same(""),
        };
        written.push_line(&change);
        written.push_line(&shape!(self, "let mut $s: f64 = 0.0;", s));
        let a = self.counting_by(&i, length, |writer| writer.small_hole(1));
        let read = match self.prng.below(7) {
            0 => shape!(self, "for $i in 0..$n {\n    $s += $array[$p[$i]] * $a;\n}", array, p, s, i, n, a),
            1 => shape!(
                self,
                "for $i in 0..$n {\n    $s = $s * 0.5 + $array[$p[$i]] * $a;\n    $p.swap($i, ($i + 1) % $n);\n}",
                array,
                p,
                s,
                i,
                n,
                a
            ),
            2 => shape!(
                self,
                "let mut $y: Vec<f64> = $array.to_vec();\nfor $i in 0..$n {\n    $y[$p[$i]] = $y[$p[($i + 1) % $n]] * 0.5 + $a;\n}\n$s += $y.iter().sum::<f64>();",
                array,
                y,
                p,
                s,
                i,
                n,
                a
            ),
            3 => shape!(
                self,
                "let mut $y = [0.0; 2];\nfor $i in 0..$n {\n    $y[$p[$i] % 2] += $array[$i] * $a;\n}\n$s += $y[0] * $y[1];",
                array,
                y,
                p,
                s,
                i,
                n,
                a
            ),
            4 => shape!(
                self,
                "for &$k in &$p {\n    $s += $array[$k].sin() * $array[$n - 1 - $k];\n}",
                array,
                p,
                s,
                k,
                n
            ),
            5 => shape!(
                self,
                "let mut $c = [0_usize; 3];\nfor $i in 0..$n {\n    let $k = ($p[$i] + $i) % 3;\n    $c[$k] += 1;\n    $s += $array[$c[$k] % $n] * $a;\n}",
                array,
                c,
                p,
                s,
                i,
                k,
                n,
                a
            ),
            _ => shape!(
                self,
                "let mut $k = 0;\nlet mut $y: Vec<f64> = $array.to_vec();\nfor $i in 0..$n {\n    $y[$k] = $y[$k].sin() + $a;\n    $k = $p[$k];\n    $s += $y[$k];\n}",
                array,
                y,
                p,
                s,
                i,
                k,
                n,
                a
            ),
        };
        written.push_line(&read);
        (written, s)
    }

    /// An array of arrays, filled and read by loops. The texts are the statements and what they compute.
    pub(crate) fn grid(&mut self) -> (Text, Text) {
        let [g, s, i, j, r, x, h] = std::array::from_fn(|_| self.invent());
        let (rows, columns) = (2 + self.prng.below(3), 1 + self.prng.below(4));
        let (n, m) = (Text::same(rows), Text::same(columns));
        let a = self.counting_by(&i, rows, |writer| writer.counting_by(&j, columns, |writer| writer.small_hole(1)));
        let mut written = match self.prng.below(3) {
            0 => shape!(self, "let mut $g = [[$a; $m]; $n];\n", g, n, m, a = self.small_hole(1)),
            _ => shape!(
                self,
                "let mut $g = [[0.0; $m]; $n];\nfor $i in 0..$n {\n    for $j in 0..$m {\n        $g[$i][$j] = $a;\n    }\n}\n",
                g,
                i,
                j,
                n,
                m,
                a
            ),
        };
        for _ in 0..self.prng.below(3) {
            let (a, c) = (self.small_hole(1), self.condition_hole());
            let change = match self.prng.below(8) {
                0 => shape!(
                    self,
                    "for $i in 1..$n {\n    for $j in 0..$m {\n        $g[$i][$j] = $g[$i - 1][$j] * $a + $g[$i][$j].sin();\n    }\n}",
                    g,
                    i,
                    j,
                    n,
                    m,
                    a
                ),
                1 => shape!(
                    self,
                    "for $r in &mut $g {\n    for $x in $r.iter_mut() {\n        *$x *= $a;\n    }\n}",
                    g,
                    r,
                    x,
                    a
                ),
                2 => shape!(self, "$g[0] = [$a; $m];", g, a, m),
                3 => shape!(self, "let $r = $g[0];\n$g[0] = $g[1];\n$g[1] = $r;", g, r),
                4 => shape!(self, "$g.swap(0, 1);", g),
                5 => shape!(
                    self,
                    "for $i in 0..$n {\n    if $c {\n        $g[$i][0] = $a;\n    } else {\n        $g[$i][$m - 1] *= 0.5;\n    }\n}",
                    g,
                    i,
                    c,
                    n,
                    m,
                    a
                ),
                6 => shape!(
                    self,
                    "let $h = $g;\nfor $i in 0..$n {\n    for $j in 0..$m {\n        $g[$i][$j] = $h[$n - 1 - $i][$j] * $a;\n    }\n}",
                    g,
                    h,
                    i,
                    j,
                    n,
                    m,
                    a
                ),
                _ => shape!(
                    self,
                    "for $i in 0..$n {\n    let $r = &mut $g[$i];\n    for $j in 0..$m {\n        $r[$j] = $r[$j] * $r[0] + $a;\n    }\n}",
                    g,
                    r,
                    i,
                    j,
                    n,
                    m,
                    a
                ),
            };
            written.push_line(&change);
        }
        written.push_line(&shape!(self, "let mut $s: f64 = 0.0;", s));
        let k = self.hole(1);
        let read = match self.prng.below(5) {
            0 => shape!(
                self,
                "for $r in &$g {\n    let mut $h = $k;\n    for $x in $r {\n        $h += $x * $x;\n    }\n    $s += $h.sin();\n}",
                g,
                r,
                x,
                h,
                s,
                k
            ),
            1 => shape!(
                self,
                "for $j in 0..$m {\n    let mut $h = 1.0;\n    for $i in 0..$n {\n        $h *= $g[$i][$j];\n    }\n    $s += $h * $k;\n}",
                g,
                i,
                j,
                n,
                m,
                h,
                s,
                k
            ),
            2 => shape!(
                self,
                "for $i in 0..$n {\n    for $j in 0..=$i.min($m - 1) {\n        $s = $s * 0.9 + $g[$i][$j] * $k;\n    }\n}",
                g,
                i,
                j,
                n,
                m,
                s,
                k
            ),
            3 if self.style.repeatable => shape!(
                self,
                "$s += $g.iter().map(|$r| $r.iter().map(|$x| $x.sin() * $k).sum::<f64>()).sum::<f64>();",
                g,
                r,
                x,
                s,
                k
            ),
            3 => shape!(self, "$s += $g.iter().flatten().map(|$x| $x.sin() * $k).sum::<f64>();", g, x, s, k),
            _ => shape!(
                self,
                "let [$r, ..] = $g;\nfor ($x, $h) in $r.iter().zip(&$g[$n - 1]) {\n    $s += $x * $h + $k;\n}",
                g,
                r,
                x,
                h,
                n,
                s,
                k
            ),
        };
        written.push_line(&read);
        (written, s)
    }
}
