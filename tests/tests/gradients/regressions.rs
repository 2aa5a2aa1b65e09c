//! One test for every defect that was found and repaired.
