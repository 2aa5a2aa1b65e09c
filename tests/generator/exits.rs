//! Shapes of control: slopes that are infinite where nobody looks, loops until something converges, closures that change.

use super::shapes::shape;
use super::text::Text;
use super::writer::Writer;

impl Writer<'_> {
    /// Roots, logarithms and quotients behind a condition. The texts are the statements and what they compute.
    pub(crate) fn guarded(&mut self) -> (Text, Text) {
        let (before, array, _) = self.floats();
        let [s, x, y, i] = std::array::from_fn(|_| self.invent());
        let base = match self.prng.below(4) {
            0 => shape!(self, "$array[0]", array),
            1 => shape!(self, "$array[$array.len() - 1].abs()", array),
            2 => shape!(self, "$array.iter().map(|$x| $x * $x).sum::<f64>()", array, x),
            _ => self.hole(1),
        };
        let risky = match self.prng.below(6) {
            0 => "$x.sqrt()",
            1 => "$x.ln()",
            2 => "1.0 / $x",
            3 => "$x.powf(0.5)",
            4 => "$x.sqrt() * $k",
            _ => "$x.recip() + $k",
        };
        let k = self.hole(1);
        let risky = shape!(self, risky, x, k);
        let other = self.hole(1);
        let written = match self.prng.below(8) {
            0 => shape!(
                self,
                "$before let $x: f64 = $base;\nlet $s: f64 = if $x > 0.0 { $risky } else { $other };\n",
                before,
                x,
                base,
                s,
                risky,
                other
            ),
            1 => shape!(
                self,
                "$before let $x: f64 = $base;\nlet $y: f64 = $risky;\nlet $s: f64 = if $x > 0.0 { $y } else { $other };\n",
                before,
                x,
                base,
                y,
                s,
                risky,
                other
            ),
            2 => shape!(
                self,
                "$before let mut $s: f64 = 0.0;\nfor &$x in $array.iter() {\n    if $x > 0.0 {\n        $s += $risky;\n    } else {\n        $s -= $x;\n    }\n}\n",
                before,
                x,
                array,
                s,
                risky
            ),
            3 => shape!(
                self,
                "$before let mut $s: f64 = 0.0;\nfor &$x in $array.iter() {\n    let $y = $risky;\n    if $x > 0.0 {\n        $s += $y;\n    }\n}\n",
                before,
                x,
                array,
                y,
                s,
                risky
            ),
            4 => shape!(
                self,
                "$before let mut $s: f64 = 0.0;\nfor &$x in $array.iter() {\n    if $x <= 0.0 {\n        continue;\n    }\n    $s = $s * 0.5 + $risky;\n}\n",
                before,
                x,
                array,
                s,
                risky
            ),
            5 => shape!(
                self,
                "$before let mut $s: f64 = 1.0;\nfor &$x in $array.iter() {\n    $s = if $x > 0.0 && $s < 2.0 { $s * $risky } else { $s + $x };\n}\n",
                before,
                x,
                array,
                s,
                risky
            ),
            6 => shape!(
                self,
                "$before let $y: Vec<f64> = $array.iter().map(|&$x| if $x > 0.0 { $risky } else { $other }).collect();\nlet mut $s: f64 = 0.0;\nfor $i in 0..$y.len() {\n    $s += $y[$i] * $y[0];\n}\n",
                before,
                x,
                array,
                y,
                i,
                s,
                risky,
                other
            ),
            _ => shape!(
                self,
                "$before let $x: f64 = $base;\nlet $s: f64 = match $x {\n    $y if $y > 0.0 => $risky * $y,\n    _ => $other,\n};\n",
                before,
                x,
                base,
                y,
                s,
                risky,
                other
            ),
        };
        let limited = shape!(self, "let $s = $s.max(-50.0).min(50.0);\n", s);
        (shape!(self, "$written$limited", written, limited), s)
    }

    /// A loop that ends by what it computes, or by a label, or whose body is a closure.
    pub(crate) fn converging(&mut self) -> (Text, Text) {
        let [s, x, y, i, j, f, t] = std::array::from_fn(|_| self.invent());
        let (a, k) = (self.hole(1), self.hole(0));
        let n = self.count(6);
        let written = match self.prng.below(8) {
            0 => shape!(
                self,
                "let $y: f64 = $a.abs() + 0.5;\nlet mut $s: f64 = $y;\nlet mut $i = 0;\nwhile ($s * $s - $y).abs() > 0.001 && $i < 8 {\n    $s = 0.5 * ($s + $y / $s);\n    $i += 1;\n}\n",
                y,
                s,
                i,
                a
            ),
            1 => shape!(
                self,
                "let mut $s: f64 = $a.sin();\nlet mut $i = 0;\nlet $t = loop {\n    let $y = ($s + $k * 0.2).cos();\n    $i += 1;\n    if ($y - $s).abs() < 0.2 || $i > 7 {\n        break $y;\n    }\n    $s = $y;\n};\n$s += $t;\n",
                s,
                i,
                t,
                y,
                a,
                k
            ),
            2 => {
                let (before, array, _) = self.floats();
                shape!(
                    self,
                    "$before let mut $s: f64 = 0.0;\n'$f: for $x in $array.iter() {\n    for $j in 0..4 {\n        $s += $x * $k.cos() * 0.3;\n        if $s > 0.8 {\n            break '$f;\n        }\n        if $s < -0.5 {\n            $s += 0.25;\n            continue '$f;\n        }\n    }\n    $s *= 0.9;\n}\n",
                    before,
                    s,
                    f,
                    x,
                    array,
                    j,
                    k
                )
            }
            3 => shape!(
                self,
                "let mut $t: f64 = $k;\nlet mut $s: f64 = 0.0;\nlet mut $f = |$x: f64| {\n    $t = ($t * 0.5 + $x * $a).sin();\n    $t\n};\nfor $i in 0..$n {\n    $s += $f($s * 0.3 + 0.1);\n}\n$s += $t;\n",
                t,
                s,
                f,
                x,
                i,
                n,
                a,
                k
            ),
            4 => shape!(
                self,
                "let mut $t = Vec::new();\nlet mut $f = |$x: f64| $t.push($x * $a);\n$f($k);\nfor $i in 0..$n {\n    $f(0.5);\n}\nlet mut $s: f64 = $t.iter().sum::<f64>();\n$s *= 0.5;\n",
                t,
                s,
                f,
                x,
                i,
                n,
                a,
                k
            ),
            5 => shape!(
                self,
                "let $f = |$x: f64, $y: f64| if $x > $y { $x * $k } else { $y.sin() };\nlet mut $s: f64 = $a.sin();\nfor $i in 0..$n {\n    $s = $f($s, 0.4).tanh() + $f(0.3, $s) * 0.2;\n}\n",
                f,
                x,
                y,
                s,
                i,
                n,
                a,
                k
            ),
            6 => shape!(
                self,
                "let mut $s: f64 = $a.sin();\nlet mut $x: f64 = 1.0;\nwhile $x > 0.3 {\n    $x *= 0.6 + 0.2 * $s.cos();\n    $s = $s * $x + $k.sin();\n    if $s > 2.0 {\n        break;\n    }\n}\n",
                s,
                x,
                a,
                k
            ),
            _ => shape!(
                self,
                "let mut $s: f64 = 0.0;\nlet mut $i = 0;\nlet mut $x: f64 = $a.cos();\nwhile $i < $n {\n    let $j = if $x > 0.3 { 2 } else { 1 };\n    for $t in 0..$j {\n        $x = ($x + $k * 0.1).sin();\n        $s += $x * $x;\n    }\n    $i += $j;\n}\n",
                s,
                i,
                x,
                j,
                t,
                n,
                a,
                k
            ),
        };
        (written, s)
    }
}
