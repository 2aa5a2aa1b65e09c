//! A chain of linear differential equations by the classical Runge-Kutta method: the first component grows with speed
//! `x_0`, every other one with `x_i` times the component before it; from zero to time 2.

use std::array;

use crate::inputs::Uniform;

/// The time that the solution is taken at.
const END: f64 = 2.0;
/// Components in a [`Block`].
const LANES: usize = 8;

/// Successive components.
type Block = [f64; LANES];

/// The numbers before those of a block, given the block before it.
#[inline(always)]
fn before(left: &Block, block: &Block) -> Block {
    array::from_fn(|lane| if lane == 0 { left[LANES - 1] } else { block[lane - 1] })
}

/// The numbers behind those of a block, given the block behind it.
#[inline(always)]
fn behind(block: &Block, right: &Block) -> Block {
    array::from_fn(|lane| if lane == LANES - 1 { right[0] } else { block[lane + 1] })
}

/// The sum of two blocks.
#[inline(always)]
fn add(a: &Block, b: &Block) -> Block {
    array::from_fn(|lane| a[lane] + b[lane])
}

/// The product of two blocks, number by number.
#[inline(always)]
fn mul(a: &Block, b: &Block) -> Block {
    array::from_fn(|lane| a[lane] * b[lane])
}

/// What stands before the first component: with a constant one there, its equation is like every other.
const FRONT: Block = [1.0; LANES];

/// One block of one step.
struct Stages {
    /// The four states that the speeds depend on: of the component before each.
    before: [Block; 4],
    /// Where the step leads to.
    after: Block,
}

/// Goes through one block. `left` are the four states in the block to the left, and become those of this block.
///
/// With `g = x h / 2` the states are `t1 = y`, `t2 = y + g t1'`, `t3 = y + g t2'`, `t4 = y + 2 g t3'`, where a dash
/// means the component before, and the step leads to `(t2 + 2 t3 + t4 + g t4' - y) / 3`.
#[inline(always)]
fn stages(g: &Block, y: &Block, left: &mut [Block; 4]) -> Stages {
    let y_before = before(&left[0], y);
    let t2 = add(y, &mul(g, &y_before));
    let t2_before = before(&left[1], &t2);
    let t3 = add(y, &mul(g, &t2_before));
    let t3_before = before(&left[2], &t3);
    let half_way = mul(g, &t3_before);
    let t4 = add(&add(y, &half_way), &half_way);
    let t4_before = before(&left[3], &t4);
    let k4 = mul(g, &t4_before);
    *left = [*y, t2, t3, t4];
    Stages {
        before: [y_before, t2_before, t3_before, t4_before],
        after: array::from_fn(|i| (t2[i] + (t3[i] + t3[i]) + t4[i] + (k4[i] - y[i])) * (1.0 / 3.0)),
    }
}

/// The program's value and gradient: states are recorded step by step, the stages of a step are computed again.
pub fn hand(x: &[f64], steps: usize, gradient: &mut [f64]) -> f64 {
    let half_step = 0.5 * END / steps as f64;
    let blocks = x.len().div_ceil(LANES);
    // The components that fill up the last block have no speed.
    let mut g = vec![[0.0; LANES]; blocks];
    for (g, x) in g.as_flattened_mut().iter_mut().zip(x) {
        *g = half_step * x;
    }

    let mut states = vec![[0.0; LANES]; blocks * (steps + 1)];
    for step in 0..steps {
        let (now, next) = states[step * blocks..].split_at_mut(blocks);
        let mut left = [FRONT; 4];
        for ((g, y), next) in g.iter().zip(now).zip(next) {
            *next = stages(g, y, &mut left).after;
        }
    }
    let last = x.len() - 1;
    let value = states[steps * blocks..].as_flattened()[last];

    let mut stage = vec![[[0.0; LANES]; 4]; blocks];
    let mut adjoint = vec![[0.0; LANES]; blocks];
    adjoint.as_flattened_mut()[last] = 1.0;
    let mut g_adjoint = vec![[0.0; LANES]; blocks];
    for now in states[..steps * blocks].chunks_exact(blocks).rev() {
        let mut left = [FRONT; 4];
        for ((g, y), stage) in g.iter().zip(now).zip(&mut stage) {
            *stage = stages(g, y, &mut left).before;
        }
        // The adjoints that the speeds of the block to the right give the components before them.
        let mut right = [[0.0; LANES]; 4];
        for (((g, adjoint), g_adjoint), stage) in g.iter().zip(&mut adjoint).zip(&mut g_adjoint).zip(&stage).rev() {
            let k4: Block = adjoint.map(|adjoint| adjoint * (1.0 / 3.0));
            let twice = add(&k4, &k4);
            let by_k4 = mul(g, &k4);
            let t4 = add(&k4, &behind(&by_k4, &right[3]));
            let k3 = add(&t4, &t4);
            let by_k3 = mul(g, &k3);
            let t3 = add(&twice, &behind(&by_k3, &right[2]));
            let by_k2 = mul(g, &t3);
            let t2 = add(&k4, &behind(&by_k2, &right[1]));
            let by_k1 = mul(g, &t2);
            let by_speed = behind(&by_k1, &right[0]);
            right = [by_k1, by_k2, by_k3, by_k4];
            *adjoint = array::from_fn(|i| t2[i] + t3[i] + t4[i] + (by_speed[i] - k4[i]));
            *g_adjoint = array::from_fn(|i| {
                g_adjoint[i] + t2[i] * stage[0][i] + t3[i] * stage[1][i] + k3[i] * stage[2][i] + k4[i] * stage[3][i]
            });
        }
    }
    for (slope, g_adjoint) in gradient.iter_mut().zip(g_adjoint.as_flattened()) {
        *slope = half_step * g_adjoint;
    }
    value
}

/// `n` factors.
pub fn input(n: usize) -> Vec<f64> {
    let mut uniform = Uniform::new(13);
    (0..n).map(|_| uniform.next(0.0, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::ode::{last, solve};

    use super::super::suite::{calls, close, count, flat, has_slopes};
    use super::*;

    #[test]
    fn answers_are_those_of_the_suite() {
        for (input, output) in calls("ode", "primal") {
            close(&solve(&flat(&input["x"]), count(&input["s"])), &flat(&output), 1e-9);
        }
        for (input, output) in calls("ode", "gradient") {
            let (x, steps) = (flat(&input["x"]), count(&input["s"]));
            let mut gradient = vec![f64::NAN; x.len()];
            close(&[hand(&x, steps, &mut gradient)], &[last(&x, steps)], 1e-12);
            // The suite's is the gradient of the equations' exact solution, a little more than that of this program.
            close(&gradient, &flat(&output), 1e-8);
        }
    }

    /// The last of many components stays near zero; of few components none does.
    #[test]
    fn gradient_has_the_slopes() {
        for n in 1..20 {
            let x: Vec<f64> = input(n).iter().map(|x| 2.0 + x).collect();
            let mut gradient = vec![0.0; n];
            close(&[hand(&x, 20, &mut gradient)], &[last(&x, 20)], 1e-12);
            has_slopes(|x| last(x, 20), &x, &gradient, &(0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn gradient_at_the_large_size_has_the_slopes() {
        // Large factors, so that the last component is not zero.
        let x: Vec<f64> = input(1000).iter().map(|x| 350.0 + x).collect();
        let mut gradient = vec![0.0; x.len()];
        let value = last(&x, 300);
        let scaled = |x: &[f64]| last(x, 300) / value;
        close(&[hand(&x, 300, &mut gradient) / value], &[1.0], 1e-10);
        gradient.iter_mut().for_each(|slope| *slope /= value);
        has_slopes(scaled, &x, &gradient, &[0, 1, 500, 998, 999]);
    }
}
