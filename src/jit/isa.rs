//! The processor that runs the code, as Cranelift sees it.

use std::sync::OnceLock;

use cranelift_codegen::isa::{self, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use target_lexicon::Triple;

/// The processor; `None` when Cranelift does not know it. Made once per process.
pub(super) fn host() -> Option<&'static OwnedTargetIsa> {
    static HOST: OnceLock<Option<OwnedTargetIsa>> = OnceLock::new();
    HOST.get_or_init(make).as_ref()
}

/// Has it a fused multiply-add?
pub(super) fn has_fma() -> bool {
    #[cfg(target_arch = "x86_64")]
    let has = std::is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let has = cfg!(target_arch = "aarch64");
    has
}

fn make() -> Option<OwnedTargetIsa> {
    let mut flags = settings::builder();
    let verify = if cfg!(debug_assertions) {
        "true"
    } else {
        "false"
    };
    for (name, value) in [
        ("opt_level", "none"),
        ("regalloc_algorithm", "backtracking"),
        ("is_pic", "false"),
        ("enable_verifier", verify),
        ("unwind_info", "false"),
    ] {
        flags.set(name, value).ok()?;
    }
    let mut builder = isa::lookup(Triple::host()).ok()?;
    features(&mut builder);
    builder.finish(settings::Flags::new(flags)).ok()
}

#[cfg(target_arch = "x86_64")]
fn features(builder: &mut isa::Builder) {
    macro_rules! enable {
        ($($feature:tt $flag:literal),* $(,)?) => { $(
            if std::is_x86_feature_detected!($feature) {
                let _ = builder.enable($flag);
            }
        )* };
    }
    enable!(
        "sse3" "has_sse3", "ssse3" "has_ssse3", "sse4.1" "has_sse41", "sse4.2" "has_sse42", "popcnt" "has_popcnt",
        "avx" "has_avx", "avx2" "has_avx2", "fma" "has_fma", "bmi1" "has_bmi1", "bmi2" "has_bmi2", "lzcnt" "has_lzcnt",
    );
}

#[cfg(not(target_arch = "x86_64"))]
fn features(_builder: &mut isa::Builder) {}
