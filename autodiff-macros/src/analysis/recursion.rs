//! Which functions call themselves, alone or through each other.
//!
//! Reads:  for each function, the functions that it calls.    Writes: for each function, the cycle that it belongs to.
//! Keeps:  the order of the source.

/// For each function the functions of its cycle, itself included; none where no call leads back to it.
pub(crate) fn cycles(callees: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let reached: Vec<Vec<bool>> = (0..callees.len()).map(|start| reached_from(start, callees)).collect();
    let cycle = |index: usize| {
        (0..callees.len()).filter(|other| reached[index][*other] && reached[*other][index]).collect::<Vec<usize>>()
    };
    (0..callees.len()).map(cycle).collect()
}

/// The functions to which one or more calls lead.
fn reached_from(start: usize, callees: &[Vec<usize>]) -> Vec<bool> {
    let mut reached = vec![false; callees.len()];
    let mut stack = vec![start];
    while let Some(index) = stack.pop() {
        for &callee in &callees[index] {
            if !std::mem::replace(&mut reached[callee], true) {
                stack.push(callee);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn a_cycle_has_the_functions_that_lead_back() {
        let callees = [vec![1, 3], vec![2], vec![1, 4], vec![3], vec![]];
        assert_eq!(cycles(&callees), [vec![], vec![1, 2], vec![1, 2], vec![3], vec![]]);
    }
}
