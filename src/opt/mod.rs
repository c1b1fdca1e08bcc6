//! The passes over the SSA: one file each, and the pipeline that names them once.
//!
//! A pass takes a graph and leaves one that does the same for every input: same results, same effects in the same order, and wherever it leaves to the
//! interpreter, a frame state from which the interpreter goes on to the same end. It may leave earlier than before (at a point before which nothing more was
//! observed), not later. Debug builds run the checker after every pass.
//!
//! To add a pass: a file with `pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool` (did it change anything?), a line of [`passes!`], its place in [`PIPELINE`].

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::ir::Graph;
use crate::ir::dom::Dom;

mod alias;
pub mod bound;
pub mod cfg;
pub mod counters;
pub mod dce;
pub mod epoch;
pub mod fold;
pub mod forget;
pub mod gvn;
pub mod licm;
pub mod own;
pub mod phis;
pub mod ranges;
pub mod represent;
pub mod shapes;
pub mod strength;

macro_rules! passes {
    ($( $(#[doc = $doc:literal])* $Name:ident = $module:ident; )*) => {
        /// A pass.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Pass { $( $(#[doc = $doc])* $Name, )* }

        impl Pass {
            /// Every pass.
            pub const ALL: &'static [Pass] = &[ $( Pass::$Name, )* ];

            /// The name in options and dumps.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Pass::$Name => stringify!($module), )* }
            }

            /// One line about it.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $( Pass::$Name => concat!($($doc),*).trim_ascii(), )* }
            }

            /// Runs it, whatever the options say; did it change anything?
            pub fn run(self, g: &mut Graph, cx: &mut Context<'_>) -> bool {
                match self { $( Pass::$Name => $module::run(g, cx), )* }
            }
        }
    };
}

passes! {
    /// Constant folding and algebraic identities.
    Fold = fold;
    /// Block parameters that are always the same value.
    Phis = phis;
    /// Jump threading; blocks in a row become one.
    Cfg = cfg;
    /// What nothing uses: operations, block parameters, blocks.
    Dce = dce;
    /// Global value numbering, loads from stores, guards that were passed before.
    Gvn = gvn;
    /// What gives the same in every round of a loop, before the loop.
    Licm = licm;
    /// Checks of types instead of checks that something is there.
    Bound = bound;
    /// Raw representations for block parameters.
    Represent = represent;
    /// Intervals of integers: checks of overflow and bounds that cannot fail.
    Ranges = ranges;
    /// Counters that are others, a step further.
    Counters = counters;
    /// Checks of the epoch that were made on all ways.
    Epoch = epoch;
    /// Parameters of inner loops for values from outside.
    Own = own;
    /// Shapes of new objects that nobody sees.
    Shapes = shapes;
    /// Shifts and masks for powers of two.
    Strength = strength;
    /// The frame states of preheaders, when nothing is hoisted any more.
    Forget = forget;
}

/// The passes in the order in which they run.
pub const PIPELINE: &[Pass] = &[
    // Small and tidy first: builders leave much behind.
    Pass::Phis,
    Pass::Fold,
    Pass::Cfg,
    Pass::Dce,
    Pass::Bound,
    Pass::Represent,
    Pass::Fold,
    Pass::Phis,
    Pass::Strength,
    // Equal values must be one value before bounds are proven.
    Pass::Gvn,
    Pass::Licm,
    Pass::Gvn,
    Pass::Fold,
    Pass::Ranges,
    // What the others have found out can be folded again.
    Pass::Fold,
    Pass::Phis,
    Pass::Cfg,
    Pass::Gvn,
    Pass::Licm,
    Pass::Counters,
    Pass::Epoch,
    Pass::Shapes,
    Pass::Forget,
    Pass::Dce,
    Pass::Own,
];

impl Pass {
    /// The pass called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Pass> {
        Pass::ALL.iter().copied().find(|p| p.name() == name)
    }
}

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    off: Vec<Pass>,
}

impl Options {
    /// Leaves out the pass called `name`, or all of them (`all`).
    ///
    /// # Errors
    /// There is no such pass; the text names those there are.
    pub fn turn_off(&mut self, name: &str) -> Result<(), String> {
        if name == "all" {
            self.off = Pass::ALL.to_vec();
            return Ok(());
        }
        match Pass::from_name(name) {
            Some(pass) => self.off.push(pass),
            None => {
                let names: Vec<_> = Pass::ALL.iter().map(|p| p.name()).collect();
                return Err(format!("no pass `{name}`; there are: {}", names.join(", ")));
            }
        }
        Ok(())
    }

    /// Does the pass run?
    #[must_use]
    pub fn runs(&self, pass: Pass) -> bool {
        !self.off.contains(&pass)
    }
}

/// How long each pass took, in all.
#[derive(Clone, Debug)]
pub struct Times([Duration; Pass::ALL.len()]);

impl Default for Times {
    fn default() -> Times {
        Times([Duration::ZERO; Pass::ALL.len()])
    }
}

impl Times {
    /// The passes that ran, with their times.
    pub fn iter(&self) -> impl Iterator<Item = (Pass, Duration)> {
        let all = Pass::ALL.iter().map(|&p| (p, self.0[p as usize]));
        all.filter(|(_, t)| !t.is_zero())
    }

    /// Adds the times of another unit.
    pub fn add(&mut self, other: &Times) {
        for (mine, its) in self.0.iter_mut().zip(other.0) {
            *mine += its;
        }
    }
}

/// Called after each run of a pass.
pub type After<'a> = dyn FnMut(Pass, &Graph) + 'a;

/// What passes are run with.
pub struct Context<'a> {
    /// What the user chose.
    pub options: &'a Options,
    /// Called after each run of a pass, for dumps.
    pub after: Option<&'a mut After<'a>>,
    /// How long the passes took.
    pub times: Times,
    /// The dominators that were asked for last, and the edges that the graph had then.
    dom: Option<(Vec<u32>, Rc<Dom>)>,
}

impl<'a> Context<'a> {
    /// Nothing ran yet; nobody watches.
    #[must_use]
    pub fn new(options: &'a Options) -> Context<'a> {
        Context {
            options,
            after: None,
            times: Times::default(),
            dom: None,
        }
    }

    /// The dominators of the graph. Most passes leave its edges as they are.
    fn dom(&mut self, g: &Graph) -> Rc<Dom> {
        let mut edges = Vec::with_capacity(3 * g.blocks.len());
        for b in &g.blocks {
            edges.extend(b.end.targets().map(|t| t.block.0));
            edges.push(u32::MAX);
        }
        match &self.dom {
            Some((then, dom)) if *then == edges => dom.clone(),
            _ => {
                let dom = Rc::new(Dom::new(g));
                self.dom = Some((edges, dom.clone()));
                dom
            }
        }
    }
}

/// Runs the pipeline.
///
/// # Panics
/// In debug builds, when a pass leaves a graph that is not well-formed.
pub fn optimise(g: &mut Graph, cx: &mut Context<'_>) {
    debug_check(g, "the builder");
    for &pass in PIPELINE.iter().filter(|&&p| cx.options.runs(p)) {
        let start = Instant::now();
        pass.run(g, cx);
        cx.times.0[pass as usize] += start.elapsed();
        debug_check(g, pass.name());
        if let Some(after) = &mut cx.after {
            after(pass, g);
        }
    }
}

/// Panics in debug builds when the graph is not well-formed.
fn debug_check(g: &Graph, whose: &str) {
    if cfg!(debug_assertions)
        && let Err(what) = crate::ir::check::check(g)
    {
        panic!(
            "{whose} left a graph that is not well-formed: {what}\n{}",
            crate::ir::show::show(g)
        );
    }
}

/// Runs passes (names, separated by spaces; `pipeline` is all of them in order) over the graph `text`; the result as text. For tests.
///
/// # Errors
/// The text is no graph, or no pass has the name, or a graph is not well-formed.
pub fn run_on_text(passes: &str, text: &str) -> Result<String, String> {
    let options = Options::default();
    let mut cx = Context::new(&options);
    let mut g = crate::ir::parse::parse(text)?;
    crate::ir::check::check(&g)?;
    for name in passes.split_whitespace() {
        let one = Pass::from_name(name);
        let some = match &one {
            Some(pass) => std::slice::from_ref(pass),
            None if name == "pipeline" => PIPELINE,
            None => return Err(format!("no pass `{name}`")),
        };
        for pass in some {
            pass.run(&mut g, &mut cx);
            crate::ir::check::check(&g).map_err(|what| {
                let name = pass.name();
                format!("after {name}: {what}\n{}", crate::ir::show::show(&g))
            })?;
        }
    }
    Ok(crate::ir::show::show(&g))
}

/// Text as tests write it: without indentation, comments and empty lines.
#[cfg(test)]
fn plain(text: &str) -> String {
    let lines = text
        .lines()
        .map(|l| l.split('#').next().unwrap_or("").trim());
    let lines: Vec<_> = lines.filter(|l| !l.is_empty()).collect();
    lines.join("\n")
}

/// The graph `input` becomes `expected` by the passes. Indentation and comments do not matter.
#[cfg(test)]
#[track_caller]
fn check(passes: &str, input: &str, expected: &str) {
    match run_on_text(passes, input) {
        Ok(got) => assert_eq!(plain(&got), plain(expected), "\n{got}"),
        Err(what) => panic!("{what}"),
    }
}

#[cfg(test)]
mod property;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        for &pass in Pass::ALL {
            assert_eq!(Pass::from_name(pass.name()), Some(pass));
            assert!(PIPELINE.contains(&pass), "{} never runs", pass.name());
            assert!(!pass.doc().is_empty());
        }
    }

    #[test]
    fn passes_are_turned_off() {
        let mut options = Options::default();
        assert!(options.runs(Pass::Fold));
        assert_eq!(options.turn_off("fold"), Ok(()));
        assert!(!options.runs(Pass::Fold) && options.runs(Pass::Dce));
        assert!(options.turn_off("nothing").is_err());
        assert_eq!(options.turn_off("all"), Ok(()));
        assert!(Pass::ALL.iter().all(|&p| !options.runs(p)));
    }

    #[test]
    fn the_pipeline_is_watched() {
        let text =
            "b0:\n v0: i64 = ConstI64 1\n v1: i64 = Add v0, v0\n v2: val = BoxInt v1\n return v2";
        let mut g = crate::ir::parse::parse(text).unwrap();
        let options = Options::default();
        let mut seen = Vec::new();
        let mut after = |pass: Pass, _: &Graph| seen.push(pass);
        let mut cx = Context::new(&options);
        cx.after = Some(&mut after);
        optimise(&mut g, &mut cx);
        assert!(cx.times.iter().count() > 0);
        assert_eq!(seen, PIPELINE);
        assert_eq!(
            plain(&crate::ir::show::show(&g)),
            "b0:\nv2: val = ConstVal 0xfffc000000000002\nreturn v2"
        );
    }
}
