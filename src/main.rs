//! The `pycrane` command.

fn main() {}
