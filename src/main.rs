//! The `pycrane` command.

fn main() {
    std::process::exit(pycrane::cli::main());
}
