//! Random graphs do the same before and after each pass.
//!
//! What a graph does is what [`eval`](eval()) sees: the stores it makes, in order, and how it ends. Where a result does not fit and nobody wants it, a pass may leave or go on.
//! A pass that moves guards may leave earlier.

use super::{Context, Options, PIPELINE, Pass};
use crate::ir::{Graph, check::check, show::show};
use crate::object::Value;

mod eval;
mod generate;

use eval::{End, Run, eval};
use generate::{Random, generate};

/// How many graphs are tried with each pass.
const GRAPHS: u64 = 400;
/// How many inputs each graph gets.
const INPUTS: usize = 12;

#[test]
fn every_pass_preserves_what_graphs_do() {
    for &pass in Pass::ALL {
        for seed in 1..=GRAPHS {
            preserves(seed, &[pass]);
        }
    }
}

#[test]
fn the_pipeline_preserves_what_graphs_do() {
    for seed in 1..=GRAPHS * 4 {
        preserves(seed, PIPELINE);
    }
}

/// Most graphs should do something worth comparing.
#[test]
fn graphs_are_of_every_kind() {
    let (mut returns, mut exits, mut stores) = (0, 0, 0);
    for seed in 1..=GRAPHS {
        let mut random = Random::new(seed);
        let g = generate(&mut random);
        let run = eval(&g, &inputs(&mut random), false);
        match run.end {
            End::Return(_) => returns += 1,
            End::Exit { .. } => exits += 1,
            End::Endless => {}
        }
        stores += run.stores.len();
    }
    assert!(
        returns * 10 > GRAPHS && exits * 10 > GRAPHS && stores as u64 > GRAPHS,
        "{returns} returns, {exits} exits, {stores} stores"
    );
}

/// Runs the passes over the graph of `seed` and compares.
fn preserves(seed: u64, passes: &[Pass]) {
    let mut random = Random::new(seed);
    let before = generate(&mut random);
    check(&before).unwrap_or_else(|what| panic!("seed {seed}: {what}\n{}", show(&before)));
    let mut after = before.clone();
    let options = Options::default();
    let mut cx = Context::new(&options);
    for pass in passes {
        pass.run(&mut after, &mut cx);
        check(&after).unwrap_or_else(|what| {
            panic!(
                "seed {seed}, {}: {what}\n{}\nbefore:\n{}",
                pass.name(),
                show(&after),
                show(&before)
            )
        });
    }
    let earlier = passes.iter().any(|&p| may_leave_earlier(p));
    for _ in 0..INPUTS {
        let input = inputs(&mut random);
        compare(seed, passes, &input, (&before, &after), earlier);
    }
}

fn compare(
    seed: u64,
    passes: &[Pass],
    input: &[Value],
    (before, after): (&Graph, &Graph),
    earlier: bool,
) {
    let (old, new) = (eval(before, input, true), eval(after, input, false));
    assert!(
        same(&old, &new, earlier),
        "seed {seed}, {:?}, {input:?}:\n{old:?}\nbecame\n{new:?}\nbefore:\n{}\nafter:\n{}",
        passes.iter().map(|p| p.name()).collect::<Vec<_>>(),
        show(before),
        show(after)
    );
}

/// Does the pass move guards to where they are checked sooner?
fn may_leave_earlier(pass: Pass) -> bool {
    !matches!(
        pass,
        Pass::Fold | Pass::Phis | Pass::Cfg | Pass::Dce | Pass::Forget | Pass::Gvn | Pass::Strength
    )
}

/// May a pass make `new` of `old`? With `earlier`, it may leave wherever a frame state says how.
fn same(old: &Run, new: &Run, earlier: bool) -> bool {
    if old.end == End::Endless {
        return true;
    }
    let left = |(end, stores): &(End, usize)| {
        *end == new.end && old.stores.get(..*stores) == Some(&new.stores[..])
    };
    let points = if earlier { &old.passed } else { &old.skipped };
    (old.end == new.end && old.stores == new.stores) || points.iter().any(left)
}

/// Words for the registers that graphs read.
fn inputs(random: &mut Random) -> Vec<Value> {
    let any = random.below(3) == 0;
    let mut one = || {
        if any { word(random) } else { small(random) }
    };
    (0..generate::REGISTERS).map(|_| one()).collect()
}

fn small(random: &mut Random) -> Value {
    Value::from_i32(random.below(9) as i32 - 3)
}

/// Mostly small ints, so that guards hold.
fn word(random: &mut Random) -> Value {
    use crate::object::value::{INT50_MAX, INT50_MIN};
    match random.below(16) {
        0 => Value::EMPTY,
        1 => Value::NONE,
        2 => Value::from_int_unchecked(INT50_MAX),
        3 => Value::from_int_unchecked(INT50_MIN),
        4 => Value::from_bool(true),
        5 => Value::from_bool(false),
        6 => Value::from_float(-0.0),
        7 => Value::from_float(f64::NAN),
        8 => Value::from_float(1.5),
        9 | 10 => Value(random.of(&eval::LISTS)),
        _ => small(random),
    }
}
