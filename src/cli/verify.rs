//! `pycrane verify`: reads and translates every code object of files and folders; runs nothing.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::bytecode;
use crate::pyc::{self, Version};
use crate::runtime::console;
use crate::runtime::json::quote;

/// What was found for one version.
#[derive(Default)]
struct Count {
    files: usize,
    codes: usize,
    rejected: usize,
}

/// The result of a run.
#[derive(Default)]
struct Report {
    versions: BTreeMap<Version, Count>,
    unreadable: Vec<(PathBuf, String)>,
    rejected: Vec<(PathBuf, String)>,
}

/// Checks `paths`; exit status 0 when everything is accepted, 1 when something is rejected or unreadable.
#[must_use]
pub fn verify(paths: &[String], json: bool) -> i32 {
    let mut files = Vec::new();
    let mut report = Report::default();
    for p in paths {
        if let Err(e) = collect(Path::new(p), &mut files, true) {
            report.unreadable.push((PathBuf::from(p), e.to_string()));
        }
    }
    let progress = std::io::stderr().is_terminal() && !json;
    for (i, file) in files.iter().enumerate() {
        if progress && i % 64 == 0 {
            let _ = write!(std::io::stderr(), "\r{i} of {} files", files.len());
        }
        check(file, &mut report);
    }
    if progress {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    let text = if json { report.json() } else { report.text() };
    let found = i32::from(!report.unreadable.is_empty() || !report.rejected.is_empty());
    found.max(console::out(&text))
}

/// The files named, and all `.pyc` files in the folders named.
fn collect(path: &Path, files: &mut Vec<PathBuf>, named: bool) -> std::io::Result<()> {
    if !path.is_dir() {
        if named || path.extension().is_some_and(|e| e == "pyc") {
            std::fs::metadata(path)?;
            files.push(path.to_path_buf());
        }
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    entries.sort();
    for e in entries {
        if !e.is_symlink() {
            collect(&e, files, false)?;
        }
    }
    Ok(())
}

fn check(file: &Path, report: &mut Report) {
    let bytes = match std::fs::read(file) {
        Ok(b) => b,
        Err(e) => return report.unreadable.push((file.to_path_buf(), e.to_string())),
    };
    match pyc::read_pyc(&bytes) {
        Ok((_, raw)) => {
            let count = report.versions.entry(raw.version).or_default();
            count.files += 1;
            let rejected = &mut report.rejected;
            bytecode::verify_tree(&raw, &mut |code, result| {
                count.codes += 1;
                if let Err(invalid) = result {
                    count.rejected += 1;
                    rejected.push((
                        file.to_path_buf(),
                        format!(
                            "invalid bytecode in {} at {}: {}",
                            code.qualname, invalid.offset, invalid.why
                        ),
                    ));
                }
            });
        }
        Err(e) => report.unreadable.push((file.to_path_buf(), e.to_string())),
    }
}

impl Report {
    fn text(&self) -> String {
        let mut out = String::new();
        for (file, why) in &self.unreadable {
            out += &format!("{}: {why}\n", file.display());
        }
        for (file, why) in &self.rejected {
            out += &format!("{}: {why}\n", file.display());
        }
        out += &format!(
            "{:<8} {:>8} {:>13} {:>9}\n",
            "version", "files", "code objects", "rejected"
        );
        let mut total = Count::default();
        for (version, c) in &self.versions {
            out += &format!(
                "{:<8} {:>8} {:>13} {:>9}\n",
                version.to_string(),
                c.files,
                c.codes,
                c.rejected
            );
            total.files += c.files;
            total.codes += c.codes;
            total.rejected += c.rejected;
        }
        out += &format!(
            "{:<8} {:>8} {:>13} {:>9}\n",
            "all", total.files, total.codes, total.rejected
        );
        if !self.unreadable.is_empty() {
            out += &format!(
                "{} files could not be read as .pyc\n",
                self.unreadable.len()
            );
        }
        out
    }

    fn json(&self) -> String {
        let list = |items: &[(PathBuf, String)]| {
            let items: Vec<String> = items
                .iter()
                .map(|(f, why)| {
                    format!(
                        "{{\"file\": {}, \"why\": {}}}",
                        quote(&f.display().to_string()),
                        quote(why)
                    )
                })
                .collect();
            format!("[{}]", items.join(", "))
        };
        let versions: Vec<String> = self
            .versions
            .iter()
            .map(|(v, c)| {
                format!(
                    "\"{v}\": {{\"files\": {}, \"code_objects\": {}, \"rejected\": {}}}",
                    c.files, c.codes, c.rejected
                )
            })
            .collect();
        format!(
            "{{\"versions\": {{{}}}, \"unreadable\": {}, \"rejected\": {}}}\n",
            versions.join(", "),
            list(&self.unreadable),
            list(&self.rejected)
        )
    }
}
