//! The third quarter of the random programs.

mod random_programs;

use random_programs::{dual, programs, runtime};
