//! What a joint graph goes through before it is emitted.

use super::segment::segment;
use super::{
    extrema, factor, first_touch, fuse, join_numbers, lanes, last_touch, retake, reuse, scale_recurrences, schedule,
    side_by_side, simplify, sink,
};
use crate::analysis::record;
use crate::graph::{Graph, Value, assert_valid};
use crate::syntax::Options;

/// Simplifies and fuses a joint graph; `late` are the seeds of a pullback. Its mirrors are not recorded yet.
pub(crate) fn improve(joint: &mut Graph, late: &[Value], optimize: bool) {
    assert_valid(joint);
    simplify(joint, optimize);
    assert_valid(joint);
    if optimize {
        factor(joint);
        simplify(joint, true);
        assert_valid(joint);
        // A number moves on from one factor to the next.
        while join_numbers(joint) {
            simplify(joint, true);
            assert_valid(joint);
        }
        fuse(joint, late);
        simplify(joint, true);
        assert_valid(joint);
        if late.is_empty() {
            schedule(joint);
            assert_valid(joint);
        }
    }
}

/// All that a joint graph goes through.
pub(crate) fn finish(joint: &mut Graph, late: &[Value], options: &Options) {
    improve(joint, late, options.optimize);
    if let Some(steps) = options.checkpoint {
        segment(joint, steps);
        assert_valid(joint);
        simplify(joint, false);
        assert_valid(joint);
    }
    record(joint);
    assert_valid(joint);
    if options.optimize {
        scale_recurrences(joint);
        assert_valid(joint);
        last_touch(joint);
        assert_valid(joint);
        if late.is_empty() {
            lanes(joint);
            sink(joint);
            assert_valid(joint);
        }
        extrema(joint);
        assert_valid(joint);
        first_touch(joint, &[]);
        assert_valid(joint);
        reuse(joint);
        assert_valid(joint);
    }
    retake(joint, late);
    if options.optimize {
        side_by_side(joint);
    }
    assert_valid(joint);
}
