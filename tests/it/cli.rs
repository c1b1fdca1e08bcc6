//! The command line as a process.

use std::process::Command;

#[test]
fn a_reader_that_went_away_is_no_panic() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/nbody.pyc");
    for args in [
        &["--help"][..],
        &["info", file],
        &["info", "--bytecode", file],
        &["verify", file],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(env!("CARGO_BIN_EXE_pycrane"))
            .args(args)
            .stdout(writer)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*text), (Some(120), ""), "{args:?}");
    }
}
