//! Tests of the pipeline as a whole: golden expansions and graph texts.

mod expansion;
