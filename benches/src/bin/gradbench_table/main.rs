//! The programs of GradBench at their large sizes: instructions, time and memory of the plain program, of its gradient by
//! hand, and of the generated ones, everything in one run. The feature `peers` adds the times of other libraries: those in
//! Rust, and PyTorch and JAX if `python3`, or what the variable `PYTHON` names, can import them.
//!
//! An argument selects the programs whose names contain it. `--check` counts instructions only, and makes the exit status 1
//! where a generated gradient needs more than its limit in `gate.rs`. Without valgrind the exit status is 2.

mod gate;
#[cfg(feature = "peers")]
mod peers;
mod programs;
#[cfg(feature = "peers")]
mod python;
mod time;
mod valgrind;

use std::env;
use std::process::ExitCode;

use programs::{COMPARED, GROWING, PROGRAMS, Prepared, Program, Variant};

/// The argument that asks for the gate.
const CHECK: &str = "--check";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [run, name @ ..] = &arguments[..]
        && [valgrind::CALL, valgrind::PREPARE].contains(&run.as_str())
    {
        let mut prepared = find(name).expect("the program names one of its functions to itself");
        if run == valgrind::CALL {
            valgrind::counted_call(&mut prepared);
        }
        return ExitCode::SUCCESS;
    }
    if cfg!(debug_assertions) {
        eprintln!("counts and times of a debug build say nothing: run with `--release`");
        return ExitCode::from(2);
    }
    let only = arguments.iter().find(|argument| *argument != CHECK);
    let selected = |program: &&Program| only.is_none_or(|only| program.name.contains(only.as_str()));
    let programs: Vec<&Program> = PROGRAMS.iter().filter(selected).collect();
    let growing: Vec<&Program> = GROWING.iter().filter(selected).collect();
    let tables = || {
        programs.iter().copied().chain([&COMPARED]).for_each(check_results);
        let exceeded = instructions(&programs)?;
        if !arguments.iter().any(|argument| argument == CHECK) {
            times(&programs);
            #[cfg(feature = "peers")]
            times_of_peers(&programs)?;
            if !growing.is_empty() {
                memory(&growing)?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        exceeded.iter().for_each(|message| println!("{message}"));
        Ok(if exceeded.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    };
    tables().unwrap_or_else(|message: String| {
        eprintln!("{message}");
        ExitCode::from(2)
    })
}

/// A function as the program names it to a copy of itself.
fn name(program: &Program, variant: Variant) -> [String; 2] {
    [program.name.to_owned(), format!("{variant:?}")]
}

/// The function of that name.
fn find(wanted: &[String]) -> Option<Prepared> {
    let all = PROGRAMS.iter().chain(&GROWING).flat_map(|program| Variant::ALL.map(|variant| (program, variant)));
    let mut named = all.filter(|(program, variant)| name(program, *variant)[..] == *wanted);
    named.next().and_then(|(program, variant)| (program.prepare)(variant))
}

/// The variants that a program has.
fn variants(program: &Program) -> Vec<Variant> {
    Variant::ALL.into_iter().filter(|variant| (program.prepare)(*variant).is_some()).collect()
}

/// Asserts that all functions of a program compute the same.
fn check_results(program: &Program) {
    let results = |variant| {
        let mut prepared = (program.prepare)(variant)?;
        prepared.call();
        Some(prepared)
    };
    let generated = results(Variant::Generated).expect("every program has a generated gradient");
    for variant in Variant::ALL {
        let Some(other) = results(variant) else { continue };
        if let Err(message) = generated.results().agree(other.results()) {
            panic!("{}, {variant:?}: {message}", program.name);
        }
    }
}

/// Prints the table of instructions; the answer is what is over its limit.
fn instructions(programs: &[&Program]) -> Result<Vec<String>, String> {
    println!(
        "| instructions, millions | plain | hand-written | generated | function by function | generated / hand | function by function / hand | generated / plain |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: |");
    let mut exceeded = Vec::new();
    for program in programs {
        let mut counts = [None; 4];
        for variant in variants(program) {
            counts[variant as usize] = Some(valgrind::instructions(&name(program, variant))? as f64 / 1e6);
        }
        let [plain, hand, generated, by_function] = counts;
        for (variant, count) in [(Variant::Generated, generated), (Variant::ByFunction, by_function)] {
            let ratio = count.zip(hand).map(|(count, hand)| count / hand);
            exceeded.extend(ratio.and_then(|ratio| gate::gate(program.name, variant, ratio)));
        }
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            program.name,
            number(plain),
            number(hand),
            number(generated),
            number(by_function),
            ratio(generated, hand),
            ratio(by_function, hand),
            ratio(generated, plain),
        );
    }
    println!();
    Ok(exceeded)
}

/// Prints the table of times.
fn times(programs: &[&Program]) {
    println!(
        "| time, ms | plain | hand-written | generated | function by function | generated / hand | generated / plain | C++ gradient / plain |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: |");
    for program in programs {
        let variants = variants(program);
        let functions: Vec<Box<dyn Fn() -> Prepared>> = variants
            .iter()
            .map(|variant| -> Box<dyn Fn() -> Prepared> {
                Box::new(|| (program.prepare)(*variant).expect("the program has this function"))
            })
            .collect();
        let functions: Vec<&dyn Fn() -> Prepared> = functions.iter().map(|function| &**function).collect();
        let mut times = [None; 4];
        for (variant, time) in variants.iter().zip(time::milliseconds(&functions)) {
            times[*variant as usize] = Some(time);
        }
        let [plain, hand, generated, by_function] = times;
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            program.name,
            number(plain),
            number(hand),
            number(generated),
            number(by_function),
            ratio(generated, hand),
            ratio(generated, plain),
            program.suite.map_or("-".to_owned(), |suite| suite.to_string()),
        );
    }
    println!();
}

/// Prints the table of other libraries, after a look at what they compute.
#[cfg(feature = "peers")]
fn times_of_peers(programs: &[&Program]) -> Result<(), String> {
    let compared: Vec<_> =
        programs.iter().filter_map(|program| Some((program, peers::gradient(program.name)?))).collect();
    let mut rows = Vec::new();
    for (program, gradient) in &compared {
        let generated = || (program.prepare)(Variant::Generated).expect("every program has a generated gradient");
        let mut expected = generated();
        expected.call();
        let mut row = vec![Some(time::milliseconds(&[&generated])[0])];
        for (peer, name) in peers::PEERS {
            let Some(mut prepared) = (gradient.prepare)(peer) else {
                row.push(None);
                continue;
            };
            prepared.call();
            if let Err(message) = expected.results().agree(prepared.results()) {
                return Err(format!("{}, {name}: {message}", program.name));
            }
            drop(prepared);
            let prepare = || (gradient.prepare)(peer).expect("the library has made this gradient before");
            row.push(Some(time::milliseconds(&[&prepare])[0]));
        }
        rows.push((row, expected));
    }
    let tasks: Vec<_> = compared
        .iter()
        .zip(&rows)
        .map(|((program, gradient), (_, expected))| python::Task {
            program: program.name,
            inputs: (gradient.inputs)(),
            expected: expected.results(),
        })
        .collect();
    let by_python = python::milliseconds(&tasks)?;

    let names: Vec<_> = peers::PEERS.map(|(_, name)| name).into_iter().chain(python::LIBRARIES).collect();
    println!("| gradient, ms | generated | {} |", names.join(" | "));
    println!("| --- | --: |{}", " --: |".repeat(names.len()));
    for ((program, _), (row, _)) in compared.iter().zip(&rows) {
        let of_library = |library: &str| by_python.get(&(program.name.to_owned(), library.to_owned())).copied();
        let row = row.iter().copied().chain(python::LIBRARIES.map(of_library));
        println!("| {} | {} |", program.name, row.map(number).collect::<Vec<_>>().join(" | "));
    }
    println!();
    for library in python::LIBRARIES {
        if by_python.keys().all(|(_, measured)| measured != library) {
            println!("{library} is not measured: `python3`, or what `PYTHON` names, cannot import it.\n");
        }
    }
    Ok(())
}

/// Prints the table of memory.
fn memory(programs: &[&Program]) -> Result<(), String> {
    println!("| heap at its highest, KiB | plain | hand-written | generated |");
    println!("| --- | --: | --: | --: |");
    for program in programs {
        print!("| {} |", program.name);
        for variant in [Variant::Plain, Variant::Hand, Variant::Generated] {
            print!(" {:.1} |", valgrind::peak_bytes(&name(program, variant))? as f64 / 1024.0);
        }
        println!();
    }
    println!();
    Ok(())
}

/// A number with three digits or more.
fn number(number: Option<f64>) -> String {
    match number {
        None => "-".to_owned(),
        Some(number) if number < 10.0 => format!("{number:.2}"),
        Some(number) => format!("{number:.1}"),
    }
}

/// What `over` goes into.
fn ratio(number: Option<f64>, over: Option<f64>) -> String {
    number.zip(over).map_or("-".to_owned(), |(number, over)| format!("{:.2}", number / over))
}
