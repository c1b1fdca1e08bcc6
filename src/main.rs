//! The `pycrane` command.

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let status = args.get(1).map_or(2, |path| pycrane::machine::run_file(path, pycrane::runtime::Options { argv: args[1..].to_vec(), ..Default::default() }));
    std::process::exit(status);
}
