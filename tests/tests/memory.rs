//! How much memory a gradient takes at most, as the operating system counts it for a process of its own.
#![cfg(target_os = "linux")]

use autodiff_core::differentiable;
use std::process::Command;

#[differentiable]
fn everything(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y) + 0.1 * y.sin();
    }
    y
}

#[differentiable(checkpoint = 1500)]
fn every_so_many_th(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y) + 0.1 * y.sin();
    }
    y
}

/// How often the loops run.
const TURNS: usize = 2_000_000;

/// The variable that tells a process which gradient to take.
const KEY: &str = "AUTODIFF_MEASURED";

#[test]
#[ignore = "it is run in a process of its own"]
fn measured() {
    let gradient = match std::env::var(KEY).as_deref() {
        Ok("everything") => everything::value_and_grad(2.0, TURNS),
        Ok("every_so_many_th") => every_so_many_th::value_and_grad(2.0, TURNS),
        other => panic!("{KEY} is {other:?}"),
    };
    let status = std::fs::read_to_string("/proc/self/status").expect("the process has a status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the status has a peak");
    println!("peak:{} gradient:{:?}", peak.trim().trim_end_matches(" kB"), gradient);
}

/// The peak in kibibytes, and the gradient as text.
fn run(name: &str) -> (u64, String) {
    let itself = std::env::current_exe().expect("the test is a file");
    let arguments = ["--exact", "measured", "--ignored", "--nocapture"];
    let output = Command::new(itself).args(arguments).env(KEY, name).output().expect("the test can be run");
    let text = String::from_utf8(output.stdout).expect("the output is text");
    let line = text.split("peak:").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_else(|| panic!("{text}"));
    let (peak, gradient) = line.split_once(" gradient:").expect("the line has two parts");
    (peak.parse().expect("the peak is a number"), gradient.to_owned())
}

#[test]
fn checkpoints_keep_a_small_part_and_the_gradient_is_the_same() {
    let (all, gradient) = run("everything");
    let (some, same) = run("every_so_many_th");
    assert_eq!(gradient, same);
    // Two numbers an iteration are at least 32 MB; the rest of the process is a few.
    assert!(all > 30_000, "a gradient that keeps everything takes {all} KiB");
    assert!(some < all / 3, "with checkpoints {some} KiB, without {all} KiB");
}
