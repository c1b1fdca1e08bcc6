//! The search for a compiled module in folders and archives.
//!
//! For a module `m`: `m/__init__.pyc`, `m/__pycache__/__init__.cpython-XY.pyc`, `m.pyc`, `__pycache__/m.cpython-XY.pyc`. Of several tagged files the one made by
//! the CPython that made the main program is taken, else that of the newest. Folders without any of these are parts of namespace packages.

use super::place::{self, Place};
use crate::pyc::Version;
use crate::runtime::{PyResult, Vm};

/// A compiled module that was found.
pub(super) struct Found {
    /// Where its file is.
    pub(super) place: Place,
    /// The compiled file, from there.
    pub(super) file: String,
    /// The source beside it, if it is there.
    pub(super) source: Option<String>,
    /// For packages: their folder.
    pub(super) package: Option<String>,
}

impl Found {
    /// `__cached__`: the path of the compiled file.
    pub(super) fn cached(&self) -> String {
        self.place.path(&self.file)
    }

    /// `__file__`: the source if there is one and the compiled file stands in `__pycache__`.
    pub(super) fn origin(&self) -> String {
        match &self.source {
            Some(source) if self.file.contains("__pycache__") => self.place.path(source),
            _ => self.cached(),
        }
    }
}

/// What the search along a path gave.
#[derive(Default)]
pub(super) struct Search {
    /// The module.
    pub(super) found: Option<Found>,
    /// Folders of a namespace package.
    pub(super) portions: Vec<String>,
    /// Source that nobody compiled.
    pub(super) source: Option<String>,
}

/// The versions in the order in which their files are taken.
fn preferred(main: Version) -> Vec<Version> {
    let mut all = vec![main];
    all.extend(Version::ALL.into_iter().rev().filter(|&v| v != main));
    all
}

/// The compiled file of the module `stem` in `place`.
fn compiled(place: &Place, stem: &str, main: Version) -> Option<String> {
    let plain = format!("{stem}.pyc");
    if place.has(&plain) {
        return Some(plain);
    }
    if !place.has_folder("__pycache__") {
        return None;
    }
    for version in preferred(main) {
        for opt in ["", ".opt-1", ".opt-2"] {
            let file = format!("__pycache__/{stem}.cpython-3{}{opt}.pyc", version.minor());
            if place.has(&file) {
                return Some(file);
            }
        }
    }
    None
}

/// Looks for `name` (without packages) in one place.
pub(super) fn in_place(place: &Place, name: &str, main: Version, search: &mut Search) {
    let folder = place.has_folder(name);
    if folder {
        let inside = place.folder(name);
        let source = inside.has("__init__.py").then(|| "__init__.py".to_string());
        if let Some(file) = compiled(&inside, "__init__", main) {
            search.found = Some(Found {
                package: Some(place.path(name)),
                place: inside,
                file,
                source,
            });
            return;
        }
        if source.is_some() {
            search.source.get_or_insert(inside.path("__init__.py"));
            return;
        }
    }
    let source = format!("{name}.py");
    let source = place.has(&source).then_some(source);
    if let Some(file) = compiled(place, name, main) {
        search.found = Some(Found {
            place: place.clone(),
            file,
            source,
            package: None,
        });
    } else if let Some(source) = source {
        search.source.get_or_insert(place.path(&source));
    } else if folder {
        search.portions.push(place.path(name));
    }
}

/// Looks for `name` (without packages) along a search path.
pub(super) fn along(vm: &mut Vm, name: &str, path: &[String]) -> PyResult<Search> {
    let mut search = Search::default();
    for entry in path {
        let Some(place) = place::of(vm, entry)? else {
            continue;
        };
        in_place(&place, name, vm.main_version, &mut search);
        if search.found.is_some() || search.source.is_some() {
            break;
        }
    }
    Ok(search)
}
