//! Values and gradients of annotated functions, one construct of the language at a time.
#![allow(
    clippy::all,
    unreachable_pub,
    unused_assignments,
    redundant_semicolons,
    unused_parens,
    reason = "what a user writes is what is tested, tidy or not"
)]

mod arrays;
mod assignment;
mod attributes;
mod branches;
mod branches_in_the_middle;
mod calls;
mod changed_tuples;
mod checkpoints;
mod checks_of_checks;
mod chosen_functions;
mod chosen_places;
mod closures;
mod columns;
mod companions;
mod constant_enums;
mod constant_items;
mod constant_patterns;
mod constant_places;
mod constant_trips;
mod constants;
mod control_flow;
mod disjoint_rows;
mod early_return;
mod enum_options;
mod exchanged_references;
mod extrema;
mod first_touches;
mod flat_indices;
mod float32;
mod found_places;
mod generators;
mod given_functions;
mod given_options;
mod graph;
mod held_iterators;
mod held_ranges;
mod helpers;
mod infinite_arguments;
mod integers_and_casts;
mod items_in_calls;
mod items_in_words;
mod iteration_vectors;
mod iterator_results;
mod iterator_stages;
mod iterators;
mod known_sums;
mod lane_calls;
mod lane_sums;
mod lanes;
mod lent_parts;
mod loop_arrays;
mod loop_bodies;
mod loop_closures;
mod loop_exits;
mod loops;
mod matches;
mod merged_loops;
mod modules;
mod moved_constants;
mod moved_texts;
mod mutable_calls;
mod mutable_parameters;
mod mutable_references;
mod nested_functions;
mod operators;
mod option_arms;
mod option_calls;
mod option_declarations;
mod option_statements;
mod option_tuples;
mod option_variables;
mod options;
mod options_in_words;
mod pairs;
mod panics;
mod permutations;
mod precision;
mod preconditions;
mod preconditions_of_arrays;
mod programs;
mod recursion;
mod references;
mod regressions;
mod scalar_table;
mod slice_patterns;
mod tables;
mod taken_elements;
mod tuples;
mod unknown_types;
mod untyped_options;
mod vectors;
mod whole_programs;
mod written_types;
mod zero_tangents;
mod zeroed;
